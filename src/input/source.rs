//! Opens an input and says what kind of thing it is; sizes up all inputs without opening them.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::os::fd::AsFd;
use std::os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::fault::FaultKind;
use super::{Input, MapChoice};

/// A file modified since then may be changing still.
const SETTLED: Duration = Duration::from_secs(60);

/// An open input.
pub(super) struct OpenInput {
    pub(super) file: File,
    pub(super) shape: InputKind,
}

/// How to read it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum InputKind {
    /// A regular file: where reading begins, and how many bytes there are from there.
    Regular {
        base: u64,
        len: u64,
        settled: bool,
    },
    Stream,
}

/// Device and inode of a regular file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileIdentity(u64, u64);

impl FileIdentity {
    pub(super) fn of(metadata: &Metadata) -> Option<Self> {
        metadata
            .is_file()
            .then(|| Self(metadata.dev(), metadata.ino()))
    }

    /// The file that the standard output goes to, if it goes to one.
    pub(super) fn of_output() -> Option<Self> {
        let output = duplicate(rustix::stdio::stdout()).ok()?;
        Self::of(&output.metadata().ok()?)
    }
}

/// The first of the inputs that is also the output.
pub fn also_output(inputs: &[Input]) -> Option<&Input> {
    let output = FileIdentity::of_output()?;
    let identity = |input: &Input| match input {
        Input::Stdin => FileIdentity::of(&duplicate(rustix::stdio::stdin()).ok()?.metadata().ok()?),
        Input::File(path) => FileIdentity::of(&fs::metadata(path).ok()?),
    };
    inputs
        .iter()
        .find(|input| identity(input).as_ref() == Some(&output))
}

/// Why an input can't be read, told by its path alone: nothing of it is read, and a FIFO or a device is not opened.
pub fn refusal(input: &Input) -> Option<FaultKind> {
    let Input::File(path) = input else {
        return None;
    };
    match fs::metadata(path) {
        Err(error) => Some(FaultKind::Open(error)),
        Ok(metadata) if metadata.is_dir() => Some(FaultKind::Directory),
        Ok(metadata) if metadata.is_file() => open_path(path).err().map(FaultKind::Open),
        Ok(_) => None,
    }
}

/// Opens `input`; a regular file that is also the `output` is refused.
pub(super) fn open(input: &Input, output: Option<FileIdentity>) -> Result<OpenInput, FaultKind> {
    let file = match input {
        Input::Stdin => duplicate(rustix::stdio::stdin()),
        Input::File(path) => open_path(path),
    };
    let file = file.map_err(FaultKind::Open)?;
    let metadata = file.metadata().map_err(FaultKind::Open)?;
    if metadata.is_dir() {
        return Err(FaultKind::Directory);
    }
    if output.is_some() && FileIdentity::of(&metadata) == output {
        return Err(FaultKind::IsOutput);
    }
    if metadata.file_type().is_fifo() {
        widen(&file);
    }
    let base = if metadata.is_file() {
        place(input, &file)
    } else {
        0
    };
    let len = metadata.len().saturating_sub(base);
    let shape = if metadata.is_file() && metadata.len() > 0 {
        InputKind::Regular {
            base,
            len,
            settled: is_settled(&metadata),
        }
    } else {
        InputKind::Stream
    };
    Ok(OpenInput { file, shape })
}

/// Whether a regular file in that state is to be mapped.
pub(super) fn wants_map(choice: MapChoice, len: u64, settled: bool) -> bool {
    len > 0
        && match choice {
            MapChoice::Auto => settled,
            MapChoice::Always => true,
            MapChoice::Never => false,
        }
}

/// Bytes of all inputs together before decompression, if all are regular files of known size (a redirected standard
/// input counts from its offset). For the number of threads and a progress bar: it looks at the inputs, opens none.
/// A size of 0 counts as unknown: files of `/proc` have it.
pub fn total_len(inputs: &[Input]) -> Option<u64> {
    inputs.iter().try_fold(0u64, |sum, input| {
        let (metadata, base) = match input {
            Input::Stdin => {
                let file = duplicate(rustix::stdio::stdin()).ok()?;
                let metadata = file.metadata().ok()?;
                (metadata, place(input, &file))
            }
            Input::File(path) => (fs::metadata(path).ok()?, 0),
        };
        (metadata.is_file() && metadata.len() > 0)
            .then(|| sum.saturating_add(metadata.len().saturating_sub(base)))
    })
}

/// Whether every input is a regular file named by its path, so that it can be read again later.
pub fn is_rereadable(inputs: &[Input]) -> bool {
    inputs.iter().all(|input| match input {
        Input::Stdin => false,
        // What can't be read is told when it is.
        Input::File(path) => fs::metadata(path).map_or(true, |metadata| metadata.is_file()),
    })
}

/// Never blocks: a FIFO without a writer is polled like everything else, so that a stop is noticed.
fn open_path(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY)
        .open(path)
}

/// A descriptor of our own: closing it closes nobody else's.
fn duplicate(fd: impl AsFd) -> io::Result<File> {
    fd.as_fd().try_clone_to_owned().map(File::from)
}

/// Where a redirected standard input stands.
fn place(input: &Input, file: &File) -> u64 {
    match input {
        Input::Stdin => rustix::fs::tell(file).unwrap_or(0),
        Input::File(_) => 0,
    }
}

fn is_settled(metadata: &Metadata) -> bool {
    let modified = metadata.modified().ok();
    modified
        .and_then(|then| SystemTime::now().duration_since(then).ok())
        .is_some_and(|age| age > SETTLED)
}

/// A larger pipe costs fewer switches; nothing depends on it.
fn widen(file: &File) {
    #[cfg(target_os = "linux")]
    let _ = rustix::pipe::fcntl_setpipe_size(file, 1 << 20);
    #[cfg(not(target_os = "linux"))]
    let _ = file;
}
