//! `wide`: the table with more of its columns.

use super::{Format, table};

pub(super) static FORMAT: Format = Format {
    name: "wide",
    aliases: &[],
    doc: "the table with host, container, pid, uid, peer and policy",
    is_whole: false,
    shows_gaps: true,
    shows_lines: false,
    columns: &[
        "time",
        "outcome",
        "host",
        "ns",
        "pod",
        "container",
        "op",
        "exe",
        "pid",
        "uid",
        "hook",
        "ip",
        "port",
        "action",
        "policy",
        "severity",
        "resource",
    ],
    head: table::head,
    row: table::row,
};
