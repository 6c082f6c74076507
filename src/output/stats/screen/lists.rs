//! Lists of the screen: the most frequent groups of a section, a line each.

use super::{COUNT, LISTED, StatsScreen};
use crate::analysis::Summary;
use crate::analysis::overview::Ranked;
use crate::text::{Count, Role};

/// How a list is shown.
pub(super) struct List {
    pub(super) label: &'static str,
    role: Role,
    /// Whether it is told when a group was first seen.
    has_time: bool,
    /// The values of a group, in the order of the section's fields.
    row: fn(&[&str]) -> String,
}

/// Of each of [`crate::analysis::overview::LISTS`] but the last, that of executables.
pub(super) const LISTS: [List; 3] = [
    List {
        label: "denied",
        role: Role::Denied,
        has_time: false,
        row: denied,
    },
    List {
        label: "policies",
        role: Role::Alert,
        has_time: true,
        row: |values| values.join("  "),
    },
    List {
        label: "outside",
        role: Role::Place,
        has_time: true,
        row: peer,
    },
];

pub(super) const NEW_EXECUTABLES: List = List {
    label: "new exes",
    role: Role::Audit,
    has_time: true,
    row: |values| values.join(" "),
};

pub(super) fn write_list(screen: &mut StatsScreen<'_>, ranking: &Ranked<'_, Summary>, list: &List) {
    if let ([], Some(others)) = (ranking.rows.as_slice(), ranking.others) {
        let count = screen.count(others.count, true);
        let text = format!("{count:>COUNT$}  in too many groups to keep one: --memory");
        return screen.item_of(list.role, list.label, 0, None, &text);
    }
    for (index, row) in ranking.rows.iter().take(LISTED).enumerate() {
        let values = row.values.iter().map(|value| value.unwrap_or("-"));
        let values: Vec<&str> = values.collect();
        let first = row.span().filter(|_| list.has_time);
        let first = first.map(|(first, _)| format!("  from {}", screen.moment(first)));
        let text = format!(
            "{:>COUNT$}  {}{}",
            screen.count(row.measure.count, row.is_exact),
            (list.row)(&values),
            first.unwrap_or_default()
        );
        let more = beyond(ranking);
        screen.item_of(list.role, list.label, index, more, &text);
    }
}

/// That there are groups beyond the first: how many, with a `+` where some were let go.
fn beyond(ranking: &Ranked<'_, Summary>) -> Option<String> {
    let more = Count(ranking.rows.len().saturating_sub(LISTED) as u64);
    match (more.0, ranking.others) {
        (0, others) => others.map(|_| "and others".to_owned()),
        (_, Some(_)) => Some(format!("{more}+ more")),
        (_, None) => Some(format!("{more} more")),
    }
}

fn denied(values: &[&str]) -> String {
    let [namespace, workload, operation, exe, path, ip, port] = values else {
        return values.join(" ");
    };
    let place = match (*namespace, *workload) {
        ("-", "-") => "host".to_owned(),
        ("-", workload) => workload.to_owned(),
        (namespace, "-") => namespace.to_owned(),
        (namespace, workload) => format!("{namespace}/{workload}"),
    };
    let target = match (*path, *ip) {
        ("-", "-") => "-".to_owned(),
        ("-", ip) => address(ip, port),
        (path, _) => path.to_owned(),
    };
    let operation = operation.to_lowercase();
    match target == **exe || target == "-" {
        true => format!("{place}  {operation} {exe}"),
        false => format!("{place}  {operation} {exe} -> {target}"),
    }
}

fn peer(values: &[&str]) -> String {
    match values {
        [ip, port, exe] => format!("{}  {exe}", address(ip, port)),
        _ => values.join(" "),
    }
}

fn address(ip: &str, port: &str) -> String {
    match (ip.contains(':'), port) {
        (_, "-") => ip.to_owned(),
        (true, port) => format!("[{ip}]:{port}"),
        (false, port) => format!("{ip}:{port}"),
    }
}
