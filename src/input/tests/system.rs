//! Pipes, files that change, and what the system refuses.

use std::io::{Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::super::block::BlockPosition;
use super::super::feed::{Control, Feed, Positioned, ReadOutcome};
use super::super::source::{FileIdentity, open};
use super::*;

#[test]
fn inputs_follow_each_other_and_faults_stand_among_them() {
    let scratch = Scratch::new();
    let good = scratch.file(b"{}\n").remove(0);
    let missing = Input::File(scratch.0.path().join("missing"));
    let directory = Input::File(scratch.0.path().to_owned());
    let inputs = vec![missing, good.clone(), directory, good];
    let pieces: Vec<_> = read(inputs, Options::default(), Arc::default()).collect();
    assert!(matches!(
        &pieces[0],
        Piece::Fault(InputFault {
            source: 0,
            kind: FaultKind::Open(_)
        })
    ));
    assert!(
        matches!(&pieces[1], Piece::Block(block) if block.source == 1 && block.bytes() == b"{}\n")
    );
    assert!(matches!(
        &pieces[2],
        Piece::Fault(InputFault {
            source: 2,
            kind: FaultKind::Directory
        })
    ));
    assert!(matches!(&pieces[3], Piece::Block(block) if block.source == 3));
    assert_eq!(pieces.len(), 4);
}

#[test]
fn a_file_that_may_not_be_read_is_a_fault() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = Scratch::new();
    let inputs = scratch.file(b"{}\n");
    let path = scratch.0.path().join("log");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::File::open(&path).is_ok() {
        return; // the superuser may read anything
    }
    assert_eq!(collect(inputs, Options::default()).faults.len(), 1);
}

#[test]
fn input_that_is_the_output_is_refused() {
    let scratch = Scratch::new();
    let input = scratch.file(b"{}\n").remove(0);
    let identity = |path: &Path| FileIdentity::of(&fs::metadata(path).unwrap());
    let log = identity(&scratch.0.path().join("log"));
    assert!(matches!(open(&input, log), Err(FaultKind::IsOutput)));
    let other = scratch.0.path().join("other");
    fs::write(&other, b"").unwrap();
    assert!(open(&input, identity(&other)).is_ok());
    assert!(open(&input, None).is_ok());
    assert!(
        open(
            &Input::File("/dev/null".into()),
            identity(Path::new("/dev/null"))
        )
        .is_ok()
    );
}

#[test]
fn a_file_cut_short_is_said_after_its_good_part() {
    let scratch = Scratch::new();
    let input = scratch.file(&b"{\"a\":1}\n".repeat(4));
    for map in [MapChoice::Never, MapChoice::Always] {
        fs::write(scratch.0.path().join("log"), b"{\"a\":1}\n".repeat(4)).unwrap();
        let options = Options {
            map,
            ..options(8, 100)
        };
        let mut pieces = read(input.clone(), options, Arc::default());
        assert!(matches!(pieces.next(), Some(Piece::Block(_))));
        fs::File::options()
            .write(true)
            .open(scratch.0.path().join("log"))
            .unwrap()
            .set_len(12)
            .unwrap();
        let faults: Vec<_> = pieces
            .filter_map(|piece| {
                if let Piece::Fault(fault) = piece {
                    Some(fault)
                } else {
                    None
                }
            })
            .collect();
        assert!(
            matches!(
                faults[..],
                [InputFault {
                    kind: FaultKind::Truncated {
                        got: 12,
                        expected: 32
                    },
                    ..
                }]
            ),
            "{map:?} {faults:?}"
        );
    }
}

#[test]
fn a_file_that_grows_is_read_to_its_end() {
    let scratch = Scratch::new();
    let input = scratch.file(b"{\"a\":1}\n");
    let mut pieces = read(
        input,
        Options {
            map: MapChoice::Never,
            ..options(8, 100)
        },
        Arc::default(),
    );
    assert!(matches!(pieces.next(), Some(Piece::Block(_))));
    fs::write(scratch.0.path().join("log"), b"{\"a\":1}\n{\"b\":2}\n").unwrap();
    assert!(matches!(pieces.next(), Some(Piece::Block(block)) if block.bytes() == b"{\"b\":2}\n"));
    assert!(pieces.next().is_none());
}

#[test]
fn offsets_pass_four_gib() {
    let scratch = Scratch::new();
    let inputs = scratch.file(b"");
    let file = fs::File::options()
        .write(true)
        .open(scratch.0.path().join("log"))
        .unwrap();
    let hole = 5 << 30;
    std::os::unix::fs::FileExt::write_all_at(&file, b"{}\n{}\n", hole).unwrap();
    // seeking there stands in for reading the hole
    let opened = open(&inputs[0], None).unwrap();
    let control = Control {
        stop: Arc::default(),
        progress: Arc::default(),
    };
    let mut feed = Positioned {
        file: Arc::new(opened.file),
        base: hole,
        expected: 6,
        got: 0,
        control,
    };
    let mut position = BlockPosition::new(0, hole, false);
    assert!(matches!(position.oversize(3), Piece::Oversize { offset, .. } if offset == hole));
    assert_eq!(position.offset, hole + 3);
    let mut buffer = [0; 16];
    assert!(matches!(
        Feed::read(&mut feed, &mut buffer),
        Ok(ReadOutcome::Bytes(6))
    ));
}

#[test]
fn a_slow_pipe_gives_its_first_line_at_once() {
    let (_reader, mut writer, input) = pipe();
    let mut pieces = read(vec![input], Options::default(), Arc::default());
    writer.write_all(b"{\"a\":1}\n{\"b\"").unwrap();
    assert!(matches!(pieces.next(), Some(Piece::Block(block)) if block.bytes() == b"{\"a\":1}\n"));
    writer.write_all(b":2}\n").unwrap();
    assert!(
        matches!(pieces.next(), Some(Piece::Block(block)) if block.bytes() == b"{\"b\":2}\n" && block.offset == 8)
    );
    drop(writer);
    assert!(pieces.next().is_none());
}

#[test]
fn stop_ends_a_read_that_waits() {
    let fifo = Scratch::new();
    let path = fifo.0.path().join("fifo");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        &path,
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RWXU,
        0,
    )
    .unwrap();
    let (_reader, _writer, input) = pipe();
    // a pipe nobody writes to, and a FIFO nobody has opened
    for input in [input, Input::File(path)] {
        let stop = Arc::new(AtomicBool::new(false));
        let mut pieces = read(
            vec![input.clone(), input],
            Options::default(),
            Arc::clone(&stop),
        );
        let waiting = std::thread::spawn(move || pieces.next().is_none());
        std::thread::sleep(Duration::from_millis(20));
        let set = Instant::now();
        stop.store(true, Ordering::Relaxed);
        assert!(waiting.join().unwrap());
        assert!(set.elapsed() < Duration::from_millis(300));
    }
}

#[test]
fn a_fifo_is_read_until_its_writer_closes() {
    let scratch = Scratch::new();
    let path = scratch.0.path().join("fifo");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        &path,
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RWXU,
        0,
    )
    .unwrap();
    let reading = std::thread::scope(|scope| {
        scope.spawn(|| {
            fs::File::options()
                .write(true)
                .open(&path)
                .unwrap()
                .write_all(b"{}\n{}")
                .unwrap();
        });
        collect(vec![Input::File(path.clone())], options(64, 64))
    });
    assert_eq!(reading, oracle(b"{}\n{}", 64));
}

const TASK: &str = "KNOXLOG_TEST_STDIN";

/// Runs in a process of its own, its standard input a file that stands at its second line.
#[test]
fn child() {
    let Ok(task) = std::env::var(TASK) else {
        return;
    };
    let map = if task == "map" {
        MapChoice::Always
    } else {
        MapChoice::Never
    };
    assert_eq!(total_len(&[Input::Stdin]), Some(16));
    let reading = collect(
        vec![Input::Stdin; 2],
        Options {
            map,
            ..Options::default()
        },
    );
    assert_eq!(reading.bytes, b"{\"b\":2}\n{\"c\":3}\n".repeat(2));
    assert_eq!(reading.faults, [""; 0]);
    let output = fs::read_link("/proc/self/fd/1").unwrap();
    let refused = collect(vec![Input::File(output)], Options::default());
    assert_eq!(refused.faults, ["input is also the output"]);
}

#[test]
fn a_redirected_input_is_a_file_from_where_it_stands() {
    let scratch = Scratch::new();
    scratch.file(b"{\"a\":1}\n{\"b\":2}\n{\"c\":3}\n");
    for task in ["map", "read"] {
        let mut file = fs::File::open(scratch.0.path().join("log")).unwrap();
        file.seek(SeekFrom::Start(8)).unwrap();
        let mut command = std::process::Command::new(std::env::current_exe().unwrap());
        command
            .args(["--exact", "input::tests::system::child"])
            .env(TASK, task);
        command
            .stdin(file)
            .stdout(fs::File::create(scratch.0.path().join("out")).unwrap());
        let status = command.status().unwrap();
        let out = fs::read_to_string(scratch.0.path().join("out")).unwrap();
        assert!(
            status.success() && out.contains("1 passed"),
            "{task}: {out}"
        );
    }
}

#[test]
fn sizes_are_known_for_regular_files_only() {
    let scratch = Scratch::new();
    let mut inputs = scratch.file(b"{}\n");
    inputs.push(inputs[0].clone());
    assert_eq!(total_len(&inputs), Some(6));
    assert!(is_rereadable(&inputs));
    inputs.push(Input::File("/dev/null".into()));
    assert_eq!(total_len(&inputs), None);
    assert!(!is_rereadable(&inputs));
    assert!(!is_rereadable(&[Input::Stdin]));
}

#[test]
fn files_of_proc_have_no_size_and_are_read() {
    let stat = Input::File("/proc/self/status".into());
    if Path::new("/proc/self/status").exists() {
        assert_eq!(total_len(std::slice::from_ref(&stat)), None);
        let reading = collect(vec![stat], Options::default());
        assert!(reading.bytes.starts_with(b"Name:") && reading.faults.is_empty());
    }
}

#[test]
fn progress_ends_near_the_total() {
    let scratch = Scratch::new();
    for map in [MapChoice::Never, MapChoice::Always] {
        let pieces = read(
            scratch.file(&[b'\n'; 1000]),
            Options {
                map,
                ..options(64, 64)
            },
            Arc::default(),
        );
        let progress = pieces.progress();
        assert!(pieces.count() > 5);
        assert!((1000..1010).contains(&progress.load(Ordering::Relaxed)));
    }
}

#[test]
fn pieces_can_cross_threads() {
    fn send<T: Send>() {}
    send::<Pieces>();
    send::<Block>();
}
