//! The span of time that every match lies in, as far as a filter says.

use super::Node;
use crate::record::field::Target;

/// A first and a last moment, in nanoseconds since 1970; an end that is open is that of the numbers.
pub(super) type Reach = (i128, i128);

/// All of time.
pub(super) const ALL: Reach = (i128::MIN, i128::MAX);

/// What holds of the time of every record that passes a condition. Begins behind its end if none can pass.
pub(super) fn of(node: &Node) -> Reach {
    match node {
        Node::All(parts) => parts
            .iter()
            .map(of)
            .fold(ALL, |all, part| (all.0.max(part.0), all.1.min(part.1))),
        Node::Any(parts) => {
            let parts = parts.iter().map(of).filter(|(first, last)| first <= last);
            let all = parts.reduce(|all, part| (all.0.min(part.0), all.1.max(part.1)));
            all.unwrap_or((i128::MAX, i128::MIN))
        }
        Node::Shared(part) => of(part),
        Node::Compare {
            target: Target::Field(field),
            test,
            ..
        } if field.name == "time" => test.reach().unwrap_or(ALL),
        Node::Compare { .. } | Node::Not(_) | Node::Has(_) | Node::Anywhere(_) | Node::Line(_) => {
            ALL
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use crate::query::macros::built_in;
    use crate::query::{Clock, Filter, Infer, Plan, Setting, Term};
    use crate::record::time::Time;
    use crate::record::{Origin, Record};

    fn at(text: &str) -> Time {
        Time::parse(&format!("2026-03-14T{text}Z")).unwrap()
    }

    fn plan(filter: &str, inverted: bool, within: &[&str]) -> Plan {
        let macros = built_in();
        let setting = Setting {
            clock: Clock {
                now: at("12:00:00"),
                zone: TimeZone::UTC,
            },
            macros: &macros,
            infer: Infer::Zero,
            indicators: None,
            read: &|_| Ok(Vec::new()),
        };
        let term = |text: &&str| Term::parse(text).unwrap();
        let filter = Filter {
            terms: [filter]
                .iter()
                .filter(|text| !text.is_empty())
                .map(term)
                .collect(),
            inverted,
            within: within.iter().map(term).collect(),
        };
        filter.compile(&setting).unwrap().plan
    }

    #[test]
    fn the_span_of_what_may_match_is_what_conditions_on_time_leave() {
        for (filter, first, last) in [
            ("time=09:00..10:00", "09:00:00", "09:59:59.999999999"),
            ("time=09:00", "09:00:00", "09:00:59.999999999"),
            ("time=09:00..", "09:00:00", ""),
            ("'time>=09:00' time<10:00", "09:00:00", "09:59:59.999999999"),
            ("time>09:00 time<=10:00", "09:00:00.000000001", "10:00:00"),
            (
                "time=09:00..10:00,11:00..11:30",
                "09:00:00",
                "11:29:59.999999999",
            ),
            (
                "time=09:00..10:00 time=09:30.. op=file",
                "09:30:00",
                "09:59:59.999999999",
            ),
            ("time=09:00 or time=11:00", "09:00:00", "11:00:59.999999999"),
            ("time=09:00 or op=file", "", ""),
            (
                "(time=09:00 or time=11:00 and time=12:00) has:op",
                "09:00:00",
                "09:00:59.999999999",
            ),
            ("not time=09:00", "", ""),
            ("time=09:00 time=10:00", "", ""),
            ("op=file any:x raw:y", "", ""),
            ("", "", ""),
        ] {
            let filter = filter.replace('\'', "");
            let plan = plan(&filter, false, &[]);
            let end = |text: &str| (!text.is_empty()).then(|| at(text));
            assert_eq!(plan.reach(), (end(first), end(last)), "{filter}");
            // Nothing passes beside it.
            for minute in 8 * 60..12 * 60 {
                let time = format!("{:02}:{:02}:30", minute / 60, minute % 60);
                let line = format!(r#"{{"Operation":"File","UpdatedTime":"2026-03-14T{time}Z"}}"#);
                let record = Record::new(line.as_bytes(), Origin::default()).unwrap();
                let is_within = plan.reach().0.is_none_or(|first| first <= at(&time))
                    && plan.reach().1.is_none_or(|last| at(&time) <= last);
                assert!(is_within || !plan.matches(&record), "{filter} {time}");
            }
        }
    }

    #[test]
    fn the_window_holds_for_the_opposite_of_a_filter_too() {
        let window = ["time>=\"09:00\"", "time<\"10:00\""];
        let reach = (Some(at("09:00:00")), Some(at("09:59:59.999999999")));
        assert_eq!(plan("op=file", true, &window).reach(), reach);
        assert_eq!(plan("time=11:00", true, &window).reach(), reach);
        assert_eq!(plan("time=09:30", true, &[]).reach(), (None, None));
    }
}
