//! Shapes of forests, honest and hostile.

use std::fmt::Write;

use super::*;
use crate::record::Origin;

/// Records, one a line, as they would come in one block.
fn traces(lines: &str) -> Traces {
    let tracker = Tracker {
        wanted: ActivityFilter::new(true, true),
    };
    let mut traces = Traces::default();
    for line in lines.lines() {
        let record = Record::new(line.as_bytes(), Origin::default()).unwrap();
        tracker.on_record(&record, &mut traces);
        tracker.visit(&record, &mut traces);
    }
    traces
}

/// An exec at a second: `pid` of `parent` runs `command`.
fn exec(second: u32, parent: u32, pid: u32, command: &str) -> String {
    let exe = command.split(' ').next().unwrap();
    let time = format!(
        "2026-03-14T{:02}:{:02}:{:02}Z",
        second / 3600,
        second / 60 % 60,
        second % 60
    );
    format!(
        r#"{{"UpdatedTime":"{time}","HostName":"n","HostPID":{pid},"HostPPID":{parent},"PPID":{parent},"ProcessName":"{exe}","Operation":"Process","Resource":"{command}","Data":"syscall=SYS_EXECVE","Result":"Passed"}}
"#
    )
}

/// An opened file at a second.
fn file(second: u32, parent: u32, pid: u32, exe: &str) -> String {
    exec(second, parent, pid, exe)
        .replace(r#""Process","Resource""#, r#""File","Source""#)
        .replace("syscall=SYS_EXECVE", "syscall=SYS_OPENAT flags=O_RDONLY")
}

/// The trees, a process a line, indented, with its PID and what it ran; `?` where it is not known.
fn drawn(traces: &Traces, choice: &Choice, folds: bool) -> String {
    let forest = traces.forest(choice);
    let mut text = String::new();
    for section in forest.sections() {
        if section.session != SessionKind::None {
            writeln!(text, "{:?}", section.session).unwrap();
        }
        forest.walk(section.roots, folds, &mut |branch, more| {
            assert_eq!(more.len(), branch.depth + 1);
            let node = forest.node(branch.members[0]);
            let commands: Vec<&str> = node
                .programs()
                .iter()
                .map(|program| program.command)
                .collect();
            let sign = if node.state() == State::Seen { "" } else { "?" };
            let times = match branch.members.len() {
                1 => String::new(),
                count => format!(" ×{count}"),
            };
            let pid = node.pid().map(|pid| pid.to_string()).unwrap_or_default();
            let indent = " ".repeat(branch.depth);
            let commands = commands.join(" => ");
            writeln!(
                text,
                "{}",
                format!("{indent}{sign}{pid} {commands}{times}").trim_end()
            )
            .unwrap();
        });
    }
    text
}

fn all(lines: &str) -> String {
    drawn(&traces(lines), &Choice::default(), false)
}

#[test]
fn pids_that_are_used_again_are_parted() {
    let inside =
        |line: String, cid: &str| line.replace("{\"U", &format!("{{\"ContainerID\":\"{cid}\",\"U"));
    for (lines, wanted, why) in [
        (
            exec(0, 1, 5, "/bin/sh -c curl") + &exec(900, 1, 5, "/bin/curl"),
            "?1\n 5 /bin/sh -c curl => /bin/curl\n",
            "an exec under the same parent is the process going on",
        ),
        (
            exec(0, 1, 5, "/bin/sh") + &exec(9, 1, 5, "/bin/sh"),
            "?1\n 5 /bin/sh\n",
            "an exec that is told twice is one",
        ),
        (
            exec(0, 1, 5, "/bin/sh") + &exec(11, 1, 5, "/bin/sh"),
            "?1\n 5 /bin/sh\n 5 /bin/sh\n",
            "an exec of the same again is another process",
        ),
        (
            exec(0, 1, 5, "/bin/a") + &exec(1, 2, 5, "/bin/b"),
            "?1\n 5 /bin/a\n?2\n 5 /bin/b\n",
            "an exec under another parent is another process",
        ),
        (
            exec(0, 3, 5, "/bin/a") + &file(1, 1, 5, "/bin/a") + &exec(2, 1, 5, "/bin/b"),
            "?3\n 5 /bin/a => /bin/b\n",
            "the same program under another parent was handed over",
        ),
        (
            exec(0, 3, 5, "/bin/a") + &file(1, 1, 5, "/bin/b"),
            "?3\n 5 /bin/a\n?1\n 5 /bin/b\n",
            "another program under another parent is another process",
        ),
        (
            file(0, 1, 5, "/bin/a") + &file(3600, 1, 5, "/bin/b"),
            "?1\n 5 /bin/a => /bin/b\n",
            "another program without an exec is one that was not logged",
        ),
        (
            file(0, 1, 5, "/bin/a") + &file(3601, 1, 5, "/bin/b"),
            "?1\n 5 /bin/a\n 5 /bin/b\n",
            "but not after an hour of silence",
        ),
        (
            inside(file(0, 1, 5, "/bin/a"), "c") + &inside(file(1, 1, 5, "/bin/a"), "d"),
            "?1\n 5 /bin/a\n?1\n 5 /bin/a\n",
            "another container is another process",
        ),
        (
            exec(9, 1, 5, "/bin/b") + &exec(0, 1, 5, "/bin/a"),
            "?1\n 5 /bin/a => /bin/b\n",
            "times count, not the order of the input",
        ),
    ] {
        assert_eq!(all(&lines), wanted, "{why}");
    }
}

#[test]
fn the_parent_is_the_process_that_had_the_pid_then() {
    let named = |line: String, parent: &str| {
        line.replace("{\"U", &format!("{{\"ParentProcessName\":\"{parent}\",\"U"))
    };
    for (lines, wanted, why) in [
        (
            exec(0, 1, 5, "/bin/a")
                + &exec(100, 2, 5, "/bin/b")
                + &exec(50, 5, 6, "/bin/c")
                + &exec(150, 5, 7, "/bin/d"),
            "?1\n 5 /bin/a\n  6 /bin/c\n?2\n 5 /bin/b\n  7 /bin/d\n",
            "the one that began last before the child",
        ),
        (
            exec(10, 5, 6, "/bin/c") + &file(60, 1, 5, "/bin/a"),
            "?1\n 5 /bin/a\n  6 /bin/c\n",
            "one that was seen later was there before",
        ),
        (
            named(exec(10, 5, 6, "/bin/c"), "/bin/x") + &file(60, 1, 5, "/bin/a"),
            "?5 /bin/x\n 6 /bin/c\n?1\n 5 /bin/a\n",
            "unless the child tells of another program",
        ),
        (
            file(0, 1, 5, "/bin/a") + &named(exec(10, 5, 6, "/bin/c"), "/bin/x"),
            "?1\n 5 /bin/a\n?5 /bin/x\n 6 /bin/c\n",
            "a PID may pass on unseen where no exec of its process was",
        ),
        (
            exec(0, 1, 5, "/bin/a") + &named(exec(10, 5, 6, "/bin/c"), "/bin/x"),
            "?1\n 5 /bin/a\n  6 /bin/c\n",
            "where execs are seen, the PID decides",
        ),
    ] {
        assert_eq!(all(&lines), wanted, "{why}");
    }
}

#[test]
fn the_source_of_an_exec_is_the_parent() {
    let line = exec(0, 5, 6, "/bin/c").replace("{\"U", "{\"Source\":\"/bin/bash -i\",\"U");
    assert_eq!(all(&line), "?5 /bin/bash\n 6 /bin/c\n");
    let line = file(0, 5, 6, "/bin/c").replace("{\"U", "{\"Source\":\"/bin/bash -i\",\"U");
    assert_eq!(
        all(&line),
        "?5\n 6 /bin/bash -i\n",
        "of anything else it is the process itself"
    );
}

#[test]
fn what_only_tried_to_run_something_says_so() {
    let denied = exec(1, 5, 6, "/bin/apt update").replace("Passed", "Permission denied");
    let failed = exec(1, 5, 7, "/x/ps").replace("Passed", "No such file or directory");
    let traces = traces(&(denied + &failed + &exec(2, 5, 7, "/bin/ps")));
    let forest = traces.forest(&Choice::default());
    let programs = |pid| {
        let mut nodes = forest.ids().map(|id| forest.node(id));
        let node = nodes.find(|node| node.pid() == Some(pid)).unwrap();
        let programs = node.programs().into_iter();
        let programs = programs.map(|program| (program.command.to_owned(), program.outcome));
        (programs.collect::<Vec<_>>(), node.counts().denied)
    };
    assert_eq!(
        programs(6),
        (vec![("/bin/apt update".into(), Outcome::Denied)], 1)
    );
    assert_eq!(
        programs(7),
        (
            vec![
                ("/bin/ps".into(), Outcome::Ran),
                ("/x/ps".into(), Outcome::Failed)
            ],
            0
        )
    );
}

#[test]
fn sessions_are_trees_of_their_own() {
    let session = |line: String| {
        let event = r#"{"ExecEvent":{"ExecID":"77"},"TTY":"pts0","U"#;
        line.replace("{\"U", event)
    };
    let entry = |line: String| {
        line.replace(
            r#""PPID":9,"#,
            r#""PPID":0,"ParentProcessName":"/usr/bin/runc","#,
        )
    };
    let known = exec(0, 1, 9, "/usr/bin/runc exec");
    let told = known.clone()
        + &entry(session(exec(1, 9, 10, "/bin/bash")))
        + &session(exec(2, 10, 11, "/bin/ls"));
    assert_eq!(
        all(&told),
        "?1\n 9 /usr/bin/runc exec\nExec(77)\n10 /bin/bash\n 11 /bin/ls\n"
    );
    // Older builds have no ids: PPID 0, a runtime for a parent, and a terminal.
    let old = told.replace(r#""ExecEvent":{"ExecID":"77"},"#, "");
    assert_eq!(
        all(&old),
        "?1\n 9 /usr/bin/runc exec\nTerminal\n10 /bin/bash\n 11 /bin/ls\n"
    );
    let probe = old.replace(r#""TTY":"pts0","#, "");
    assert_eq!(
        all(&probe),
        "?1\n 9 /usr/bin/runc exec\n  10 /bin/bash\n   11 /bin/ls\n"
    );
    let lost = session(exec(2, 10, 11, "/bin/ls"));
    assert_eq!(
        all(&lost),
        "Exec(77)\n?10\n 11 /bin/ls\n",
        "the shell itself was not logged"
    );
    let only = Choice {
        sessions: true,
        ..Choice::default()
    };
    assert_eq!(
        drawn(&traces(&told), &only, false),
        "Exec(77)\n10 /bin/bash\n 11 /bin/ls\n"
    );
}

#[test]
fn a_choice_keeps_ancestors_and_what_hangs_below() {
    let lines =
        exec(0, 1, 2, "/a") + &exec(1, 2, 3, "/b") + &exec(2, 3, 4, "/c") + &exec(2, 2, 5, "/d");
    let traces = traces(&lines);
    let of = |of| {
        drawn(
            &traces,
            &Choice {
                of: vec![of],
                sessions: false,
            },
            false,
        )
    };
    assert_eq!(of(Of::Number(3)), "?1\n 2 /a\n  3 /b\n   4 /c\n");
    assert_eq!(of(Of::Host("n".into(), 5)), "?1\n 2 /a\n  5 /d\n");
    assert_eq!(of(Of::Host("m".into(), 5)), "");
    assert_eq!(
        of(Of::Number(1)),
        all(&lines),
        "what is known as a parent alone"
    );
}

#[test]
fn records_that_do_not_match_tell_who_the_ancestors_are() {
    let lines = exec(0, 1, 2, "/a") + &exec(1, 2, 3, "/b") + &exec(2, 3, 4, "/c");
    let tracker = Tracker {
        wanted: ActivityFilter::default(),
    };
    let mut traces = Traces::default();
    for line in lines.lines() {
        let record = Record::new(line.as_bytes(), Origin::default()).unwrap();
        tracker.on_record(&record, &mut traces);
        if line.contains("\"/b\"") {
            tracker.visit(&record, &mut traces);
        }
    }
    assert_eq!(
        drawn(&traces, &Choice::default(), false),
        "?1\n 2 /a\n  3 /b\n"
    );
}

#[test]
fn what_is_its_own_ancestor_is_cut_loose_once() {
    let own = exec(0, 5, 5, "/a");
    let pair = exec(0, 6, 5, "/a") + &exec(0, 5, 6, "/b");
    let ring: String = (0..1000)
        .map(|pid| exec(0, 1 + (pid + 1) % 1000, 1 + pid, "/a"))
        .collect();
    for (lines, count) in [(own, 1), (pair, 2), (ring, 1000)] {
        let traces = traces(&lines);
        let forest = traces.forest(&Choice::default());
        assert_eq!(forest.rings(), 1);
        assert_eq!(forest.ids().count(), count + 1);
        let rings = forest
            .ids()
            .filter(|id| forest.node(*id).state() == State::Ring);
        assert_eq!(rings.count(), 1);
        let mut drawn = 0;
        for section in forest.sections() {
            forest.walk(section.roots, true, &mut |branch, _| {
                drawn += branch.members.len();
            });
        }
        assert_eq!(drawn, count + 1);
    }
}

#[test]
fn a_chain_of_two_hundred_thousand_is_no_matter() {
    let lines: String = (1..=200_000)
        .map(|pid| file(0, pid, pid + 1, "/a"))
        .collect();
    let traces = traces(&lines);
    for folds in [true, false] {
        let forest = traces.forest(&Choice {
            of: vec![Of::Number(100_000)],
            sessions: false,
        });
        let (mut count, mut deepest) = (0, 0);
        for section in forest.sections() {
            forest.walk(section.roots, folds, &mut |branch, _| {
                count += branch.members.len();
                deepest = deepest.max(branch.depth);
            });
        }
        assert_eq!((count, deepest), (200_001, 200_000));
    }
}

#[test]
fn a_loop_is_one_line_with_its_count() {
    let lines: String = (0..10_000)
        .map(|nth| {
            exec(nth, 2, 100 + 2 * nth, "/bin/sh -c date")
                + &exec(nth, 100 + 2 * nth, 101 + 2 * nth, "/bin/date")
        })
        .collect();
    let traces = traces(&(lines + &exec(5, 2, 7, "/bin/id")));
    assert_eq!(
        drawn(&traces, &Choice::default(), true),
        "?2\n 100 /bin/sh -c date ×10000\n  101 /bin/date ×10000\n 7 /bin/id\n"
    );
    assert_eq!(
        drawn(&traces, &Choice::default(), false).lines().count(),
        20_002
    );
}

#[test]
fn what_there_is_no_room_for_is_counted() {
    let tracker = Tracker {
        wanted: ActivityFilter::default(),
    };
    let mut all = Traces::within(1000 * super::traces::EACH + 200);
    for block in 0..10 {
        let mut part = Traces::default();
        for pid in 1..=300 {
            let pid = 1 + (block * 150 + pid) % 1500;
            let line = format!(r#"{{"HostName":"n","HostPID":{pid},"Operation":"File"}}"#);
            let record = Record::new(line.as_bytes(), Origin::default()).unwrap();
            tracker.on_record(&record, &mut part);
            tracker.visit(&record, &mut part);
        }
        all.merge(part);
    }
    let forest = all.forest(&Choice::default());
    assert_eq!(forest.ids().count(), 1000);
    let counted: u64 = forest.ids().map(|id| forest.node(id).counts().file).sum();
    assert_eq!((counted, all.beyond(), all.lost()), (2000, 1000, 1000));
}

#[test]
fn a_hundred_thousand_children_are_no_matter() {
    let lines: String = (0..100_000)
        .map(|pid| exec(0, 1, 2 + pid, &format!("/bin/{pid}")))
        .collect();
    let traces = traces(&lines);
    let forest = traces.forest(&Choice::default());
    let mut drawn = 0;
    for section in forest.sections() {
        forest.walk(section.roots, true, &mut |branch, _| {
            drawn += branch.members.len();
        });
    }
    assert_eq!((forest.ids().count(), drawn), (100_001, 100_001));
}

#[test]
fn numbers_that_are_no_pids_are_none() {
    for pid in [
        "0",
        "-5",
        "1e400",
        "\"x\"",
        "4294967296",
        "1.5",
        "{}",
        "null",
    ] {
        let traces = traces(&format!(r#"{{"HostPID":{pid},"Operation":"File"}}"#));
        assert_eq!(traces.without_process(), 1, "{pid}");
    }
    for pid in ["\"7\"", "7.0", "0.7e1", "4294967295"] {
        let traces = traces(&format!(r#"{{"HostPID":{pid},"Operation":"File"}}"#));
        assert_eq!(traces.without_process(), 0, "{pid}");
    }
}

#[test]
fn peers_and_paths_are_told_with_what_was_denied() {
    let net = r#"{"HostPID":5,"Operation":"Network","Data":"kprobe=tcp_connect domain=AF_INET","Resource":"remoteip=1.2.3.4 port=80 protocol=TCP","Result":"Passed"}
{"HostPID":5,"Operation":"Network","Data":"syscall=SYS_CONNECT fd=3","Resource":"sa_family=AF_INET sin_port=80 sin_addr=1.2.3.4","Result":"Permission denied"}
{"HostPID":5,"Operation":"Network","Data":"kfunc=UDP_SENDSKB domain=a.example daddr=10.0.0.2 qtype=A","Resource":"sa_family=AF_INET sin_port=53","Result":"Passed"}
{"HostPID":5,"Operation":"File","Data":"syscall=SYS_OPENAT flags=O_RDONLY","Resource":"/r","Result":"Passed"}
{"HostPID":5,"Operation":"File","Data":"syscall=SYS_OPENAT flags=O_WRONLY","Resource":"/w","Result":"Passed"}"#;
    let traces = traces(net);
    let forest = traces.forest(&Choice::default());
    let (deeds, others) = forest.node(0).deeds();
    let deeds: Vec<_> = deeds
        .iter()
        .map(|deed| (deed.kind, deed.what, deed.records, deed.denied))
        .collect();
    assert_eq!(others, 0);
    assert_eq!(
        deeds,
        [
            (ActivityKind::Egress, "1.2.3.4:80", 2, 1),
            (ActivityKind::Egress, "10.0.0.2:53", 1, 0),
            (ActivityKind::Name, "a.example", 1, 0),
            (ActivityKind::Write, "/w", 1, 0),
        ]
    );
}
