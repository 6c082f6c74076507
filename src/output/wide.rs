//! `wide`: the table with more of its columns.

use super::{BARE, Format, table};

pub(super) static FORMAT: Format = Format {
    name: "wide",
    doc: "the table with host, container, pid, uid, peer and policy",
    shows_gaps: true,
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
    ..BARE
};
