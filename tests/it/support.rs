//! The command as the tests run it: the one that was built, in a world of its own.

use std::ffi::OsStr;
use std::io::Write;
use std::process::{Command, Output, Stdio};

/// The command that was built.
pub(crate) const KNOXLOG: &str = env!("CARGO_BIN_EXE_knoxlog");
/// The folder of the package.
pub(crate) const ROOT: &str = env!("CARGO_MANIFEST_DIR");
/// The records of the demo.
pub(crate) const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/demo/incident.ndjson");

/// The command with its words: without a config, in UTC, 80 columns wide, in black and white, with nothing to read.
pub(crate) fn knoxlog(words: &[impl AsRef<OsStr>]) -> Command {
    let mut command = Command::new(KNOXLOG);
    command
        .args(words)
        .env("COLUMNS", "80")
        .env("TZ", "UTC")
        .env("NO_COLOR", "1")
        .env("XDG_CONFIG_HOME", "/nonexistent")
        .stdin(Stdio::null());
    command
}

/// Runs with bytes on standard input, which are written beside, so that no pipe fills up; whoever has enough does not
/// take the rest.
pub(crate) fn fed(command: &mut Command, bytes: &[u8]) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let _ = pipe.write_all(bytes);
        });
        child.wait_with_output().unwrap()
    })
}

/// What was written, which is text.
pub(crate) fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}
