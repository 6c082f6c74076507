//! Random filters as text, all of them valid, of words that records hold.

use crate::pools::*;
use proptest::prelude::*;
use proptest::sample::select;

/// Which filters a property is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Over {
    /// The whole language.
    Everything,
    /// Fields of §4.13 only: neither JSON keys as spelt nor the line as it arrived.
    CanonicalFields,
}

type Pool = &'static [&'static str];
type Words = BoxedStrategy<String>;

/// Every spelling of a field, and words its values are made of.
const NAME_FIELDS: &[(Pool, Pool)] = &[
    (&["cluster", "ClusterName"], NAMES),
    (&["host", "node", "host_name"], NAMES),
    (
        &[
            "ns",
            "namespace",
            "NamespaceName",
            "namespace_name",
            "NS",
            "name-space",
        ],
        NAMES,
    ),
    (&["pod", "podName"], NAMES),
    (&["container", "ctr"], NAMES),
    (&["image"], IMAGES),
    (&["cid", "ContainerID"], HASHES),
    (
        &["workload", "owner"],
        &["wordpress", "web", "vault", "default", "Kube"],
    ),
    (&["owner.kind"], &["Deployment", "Pod"]),
    (&["type"], TYPES),
    (&["kind"], &["alert", "log", "system", "message"]),
    (&["scope"], &["host", "container"]),
    (&["op", "operation", "Operation"], OPERATIONS),
    (&["result"], RESULTS),
    (&["outcome"], &["passed", "denied", "failed"]),
    (&["action"], ACTIONS),
    (&["enforcer"], ENFORCERS),
    (&["policy", "PolicyName"], NAMES),
    (&["tag"], TAGS),
    (&["user"], NAMES),
    (&["tty"], NAMES),
    (&["execname"], NAMES),
    (&["dir"], DIRECTIONS),
    (&["dns"], DOMAINS),
    (&["qtype"], &["A", "AAAA"]),
    (&["remotehost"], NAMES),
];
const TEXT_FIELDS: &[(Pool, Pool)] = &[
    (&["message"], MESSAGES),
    (&["cmd"], PATHS),
    (&["cmd", "source"], PROGRAMS),
    (&["resource"], PATHS),
    (&["data"], SYMBOLS),
    (&["labels"], LABELS),
    (&["hash"], HASHES),
];
const PATH_FIELDS: &[(Pool, Pool)] = &[
    (&["exe", "proc", "process", "ProcessName"], PATHS),
    (&["parent"], PATHS),
    (&["path"], PATHS),
    (&["path", "exe", "parent"], PROGRAMS),
    (&["cwd"], PATHS),
    (&["sun_path", "sunpath"], PATHS),
];
const SYMBOL_FIELDS: Pool = &[
    "syscall", "lsm", "hook", "flags", "family", "proto", "socktype",
];
const NUMBER_FIELDS: Pool = &[
    "severity", "pid", "ppid", "hpid", "hppid", "uid", "UID", "execid", "fd", "port", "sin_port",
];
const ADDRESS_FIELDS: Pool = &["ip", "addr", "sin_addr", "remoteip", "daddr"];
const MACROS: Pool = &[
    "alert", "log", "system", "host", "denied", "blocked", "audited", "root", "exec", "session",
    "write", "egress", "shell", "pkgmgr", "token", "gap",
];

fn any_word() -> Words {
    prop_oneof![
        select(NAMES),
        select(PATHS),
        select(PROGRAMS),
        select(MESSAGES),
        select(SYMBOLS),
        select(OPERATIONS),
        select(DOMAINS),
        select(ADDRESSES),
        select(NUMBERS),
        select(LABEL_VALUES),
        select(RESULTS),
    ]
    .prop_map(str::to_owned)
    .boxed()
}

/// A field's name and a few values for it.
fn field_and_words(table: &'static [(Pool, Pool)]) -> BoxedStrategy<(String, Vec<String>)> {
    select(table)
        .prop_flat_map(|(names, pool)| (select(names), prop::collection::vec(select(pool), 1..4)))
        .prop_map(|(name, words)| {
            (
                name.to_owned(),
                words.into_iter().map(str::to_owned).collect(),
            )
        })
        .boxed()
}

/// How a value is written: what is done to the word, and its quotes.
#[derive(Clone, Copy, Debug)]
struct Hand {
    twist: u8,
    quote: u8,
}

fn hand() -> impl Strategy<Value = Hand> + Clone {
    (0..12_u8, 0..4_u8).prop_map(|(twist, quote)| Hand { twist, quote })
}

/// A bare word: what would end it or mean something is escaped.
fn bare(text: &str) -> String {
    let special = |c: char| c.is_whitespace() || "(),\"'\\*?@".contains(c);
    text.chars()
        .flat_map(|c| special(c).then_some('\\').into_iter().chain([c]))
        .collect()
}

fn double_quoted(text: &str) -> String {
    let spelt = |c: char| match c {
        '"' => "\\\"".into(),
        '\\' => "\\\\".into(),
        '\n' => "\\n".into(),
        '\t' => "\\t".into(),
        control if control < ' ' => format!("\\x{:02x}", u32::from(control)),
        'K' | 'É' => format!("\\u{:04x}", u32::from(c)),
        plain => plain.to_string(),
    };
    format!("\"{}\"", text.chars().map(spelt).collect::<String>())
}

/// The word as a literal value.
fn literal(text: &str, hand: Hand) -> String {
    match hand.quote {
        _ if text.is_empty() => "\"\"".into(),
        0 => double_quoted(text),
        1 if !text.contains('\'') => format!("'{text}'"),
        _ if text.contains(char::is_control) => double_quoted(text),
        _ => bare(text),
    }
}

fn recased(text: &str, hand: Hand) -> String {
    match hand.twist % 4 {
        0 => text.to_uppercase(),
        1 => text.to_lowercase(),
        _ => text.to_owned(),
    }
}

/// The value for `=`: the word, or a wildcard of it.
fn equal_value(text: &str, hand: Hand) -> String {
    let cut = text
        .char_indices()
        .nth(text.chars().count() / 2)
        .map_or(0, |(at, _)| at);
    let (head, tail) = text.split_at(cut);
    let cannot = text.contains(char::is_control);
    match hand.twist {
        4 if !cannot => format!("{}*", bare(head)),
        5 if !cannot => format!("*{}", bare(tail)),
        6 if !cannot => format!("{}?{}", bare(head), bare(tail.get(1..).unwrap_or(""))),
        7 if !cannot => format!("{}*{}", bare(head), bare(tail)),
        _ => literal(&recased(text, hand), hand),
    }
}

/// The value for `like`: wildcards in quotes too.
fn like_value(text: &str, hand: Hand) -> String {
    let pattern = format!(
        "*{}",
        text.trim_start_matches(|c: char| c.is_ascii_alphabetic())
    );
    match hand.quote {
        0 => double_quoted(&pattern),
        1 if !pattern.contains('\'') => format!("'{pattern}'"),
        _ => equal_value(text, hand),
    }
}

/// The value for `:` and its like: a part of the word, in any case.
fn part(text: &str, hand: Hand) -> String {
    let count = text.chars().count();
    let skip = usize::from(count > 3 && hand.twist > 4);
    let part: String = text
        .chars()
        .skip(skip)
        .take(if hand.twist > 7 { 3 } else { count })
        .collect();
    literal(&recased(&part, hand), hand)
}

fn listed(words: &[String], hands: &[Hand], value: impl Fn(&str, Hand) -> String) -> String {
    let values: Vec<_> = words
        .iter()
        .zip(hands)
        .map(|(word, hand)| value(word, *hand))
        .collect();
    if hands.len() > 1 && hands[0].twist == 11 {
        format!("({})", values.join(" , "))
    } else {
        values.join(",")
    }
}

/// A test on text of any sort; `ops` are the ones its type takes.
fn text_term((field, words, hands, op): (String, Vec<String>, Vec<Hand>, &'static str)) -> String {
    let one = || words[0].as_str();
    let blank = if op.starts_with(char::is_alphabetic) || hands[0].twist == 9 {
        " "
    } else {
        ""
    };
    let value = match op {
        "=" | "!=" | "==" | "eq" | "ne" | "in" | "not in" if hands[0].twist == 10 => {
            "@names.txt".into()
        }
        "=" | "!=" | "==" | "eq" | "ne" | "in" | "not in" => listed(&words, &hands, equal_value),
        "like" | "not like" => listed(&words, &hands, like_value),
        ":" | "contains" | "not contains" => listed(&words, &hands, part),
        "startswith" | "endswith" | "not endswith" => part(one(), hands[0]),
        _ => listed(&words, &hands, literal),
    };
    format!("{field}{blank}{op}{blank}{value}")
}

const EQUAL_OPS: &[&str] = &["=", "=", "=", "!=", "==", "eq", "ne", "in", "not in"];
const PART_OPS: &[&str] = &[":", ":", "contains", "not contains", "like", "not like"];
const AFFIX_OPS: &[&str] = &["startswith", "endswith", "not endswith"];
const UNDER_OPS: &[&str] = &["under", "not under"];

fn ops(some: &[&[&'static str]]) -> BoxedStrategy<&'static str> {
    select(some.concat()).boxed()
}

fn text_terms(of: BoxedStrategy<(String, Vec<String>)>, ops: BoxedStrategy<&'static str>) -> Words {
    (of, prop::collection::vec(hand(), 3), ops)
        .prop_map(|((field, words), hands, op)| text_term((field, words, hands, op)))
        .boxed()
}

fn regex_terms(fields: impl Strategy<Value = String> + 'static) -> Words {
    let op = select(&["~", "!~", "=~", " matches ", " not matches ", " ~ "][..]);
    (fields, op, select(REGEXES), any::<bool>())
        .prop_map(|(field, op, regex, quoted)| {
            if quoted {
                format!("{field}{op}'{regex}'")
            } else {
                format!("{field}{op}{regex}")
            }
        })
        .boxed()
}

fn order_terms(fields: impl Strategy<Value = String> + 'static, literals: Pool) -> Words {
    let op = select(
        &[
            ">", ">=", "<", "<=", " gt ", " ge ", " lt ", " le ", " > ", " not lt ",
        ][..],
    );
    (fields, op, select(literals))
        .prop_map(|(field, op, literal)| format!("{field}{op}{literal}"))
        .boxed()
}

/// `=` lists of literals that are neither quoted nor globbed.
fn plain_terms(fields: Pool, literals: Vec<&'static str>) -> Words {
    let op = select(&["=", "!=", "==", " = ", " in ", " not in ", " eq "][..]);
    (
        select(fields),
        op,
        prop::collection::vec(select(literals), 1..4),
    )
        .prop_map(|(field, op, values)| format!("{field}{op}{}", values.join(",")))
        .boxed()
}

fn part_terms(fields: Pool, parts: Pool) -> Words {
    (select(fields), select(parts))
        .prop_map(|(field, part)| format!("{field}:{part}"))
        .boxed()
}

fn with_words(
    fields: impl Strategy<Value = String> + 'static,
) -> BoxedStrategy<(String, Vec<String>)> {
    (fields, prop::collection::vec(any_word(), 1..4)).boxed()
}

fn name(fields: Pool) -> BoxedStrategy<String> {
    select(fields).prop_map(str::to_owned).boxed()
}

/// `.Key`, `data.K` and their like.
fn untyped(over: Over) -> BoxedStrategy<String> {
    let maps = (select(&["data", "res", "event"][..]), select(PAIR_KEYS))
        .prop_map(|(map, key)| format!("{map}.{key}"))
        .boxed();
    match over {
        Over::CanonicalFields => maps,
        Over::Everything => prop_oneof![maps, name(RAW_PATHS)].boxed(),
    }
}

fn label() -> BoxedStrategy<String> {
    select(LABEL_KEYS)
        .prop_map(|key| format!("labels.{key}"))
        .boxed()
}

fn any_field(over: Over) -> BoxedStrategy<String> {
    let of = |table: &'static [(Pool, Pool)]| {
        select(table)
            .prop_flat_map(|(names, _)| name(names))
            .boxed()
    };
    prop_oneof![
        4 => of(NAME_FIELDS), 2 => of(TEXT_FIELDS), 2 => of(PATH_FIELDS), 2 => name(SYMBOL_FIELDS), 3 => name(NUMBER_FIELDS), 1 => name(ADDRESS_FIELDS), 1 => name(&["time"]),
        1 => label(), 2 => untyped(over),
    ]
    .boxed()
}

fn presence(over: Over) -> Words {
    (any_field(over), 0..8_u8, any::<bool>())
        .prop_map(|(field, form, more)| match form {
            0 | 1 => format!("has:{field}"),
            2 => format!("no:{field}"),
            3 => format!("exists {field}"),
            4 => format!("missing({field})"),
            5 => format!("{field} exists"),
            6 => format!("{field} not exists"),
            _ => format!("{field}{}\"\"", if more { "=" } else { "!=" }),
        })
        .boxed()
}

fn anywhere(over: Over) -> Words {
    let place = match over {
        Over::Everything => select(&["any:", "raw:"][..]).boxed(),
        Over::CanonicalFields => Just("any:").boxed(),
    };
    (
        place,
        prop::collection::vec(any_word(), 1..3),
        prop::collection::vec(hand(), 3),
    )
        .prop_map(|(place, words, hands)| {
            format!(
                "{place}{}",
                words
                    .iter()
                    .zip(&hands)
                    .map(|(word, hand)| part(word, *hand))
                    .collect::<Vec<_>>()
                    .join(",")
            )
        })
        .boxed()
}

fn typed_terms() -> Words {
    let numbers = [LITERALS, RANGES].concat();
    let times = || [TIMES, TIME_RANGES].concat();
    let symbols = with_words_of(name(SYMBOL_FIELDS), SYMBOLS);
    prop_oneof![
        5 => text_terms(symbols, ops(&[EQUAL_OPS, PART_OPS])),
        1 => regex_terms(name(SYMBOL_FIELDS)),
        5 => plain_terms(NUMBER_FIELDS, numbers),
        3 => order_terms(name(NUMBER_FIELDS), LITERALS),
        1 => part_terms(NUMBER_FIELDS, &["5", "0", "1", "53"]),
        1 => regex_terms(name(NUMBER_FIELDS)),
        3 => plain_terms(ADDRESS_FIELDS, NETWORKS.to_vec()),
        1 => part_terms(ADDRESS_FIELDS, &["10.0", "::", "254", "FFFF"]),
        1 => select(&["ip=@iocs.txt", "ip!=@iocs.txt", "ip in @iocs.txt"][..]).prop_map(str::to_owned),
        3 => plain_terms(&["time"], times()),
        2 => order_terms(name(&["time"]), TIMES),
        1 => part_terms(&["time"], &["2023", "05:57", "935", "16964", "z"]),
        1 => select(&["time='15m ago..'", "time=\"2023-10-05 05:57\"", "time>'1h ago'"][..]).prop_map(str::to_owned),
    ]
    .boxed()
}

fn with_words_of(
    fields: BoxedStrategy<String>,
    pool: Pool,
) -> BoxedStrategy<(String, Vec<String>)> {
    let words = prop::collection::vec(select(pool).prop_map(str::to_owned), 1..4);
    (fields, words).boxed()
}

fn terms(over: Over) -> Words {
    prop_oneof![
        6 => text_terms(field_and_words(NAME_FIELDS), ops(&[EQUAL_OPS, PART_OPS, AFFIX_OPS])),
        3 => text_terms(field_and_words(TEXT_FIELDS), ops(&[EQUAL_OPS, PART_OPS, AFFIX_OPS, UNDER_OPS])),
        5 => text_terms(field_and_words(PATH_FIELDS), ops(&[EQUAL_OPS, PART_OPS, AFFIX_OPS, UNDER_OPS])),
        6 => typed_terms(),
        1 => text_terms(with_words_of(label(), LABEL_VALUES), ops(&[EQUAL_OPS, PART_OPS, AFFIX_OPS])),
        2 => text_terms(with_words(untyped(over)), ops(&[EQUAL_OPS, PART_OPS, AFFIX_OPS, UNDER_OPS])),
        1 => order_terms(prop_oneof![label(), untyped(over)], LITERALS),
        2 => regex_terms(any_field(over).prop_filter("a time's text is tested by `:`", |field| field != "time")),
        3 => presence(over),
        2 => anywhere(over),
        2 => select(MACROS).prop_map(|name| format!("is:{name}")),
    ]
    .boxed()
}

/// How tightly a filter's outermost operator binds.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
enum Binding {
    Or,
    And,
    Unary,
}

fn at_least(binding: Binding, (text, own): (String, Binding)) -> String {
    if own < binding {
        format!("({text})")
    } else {
        text
    }
}

/// A whole filter.
pub(crate) fn filter(over: Over) -> Words {
    let leaf = terms(over).prop_map(|text| (text, Binding::Unary));
    let tree = leaf.prop_recursive(3, 8, 3, |inner| {
        let joined = |by: &'static [&'static str], binding: Binding| {
            (prop::collection::vec(inner.clone(), 2..4), select(by)).prop_map(move |(sides, by)| {
                let sides: Vec<_> = sides.into_iter().map(|side| at_least(binding, side)).collect();
                (sides.join(by), binding)
            })
        };
        prop_oneof![
            2 => joined(&[" ", " and ", " && ", " AND ", "  "], Binding::And),
            2 => joined(&[" or ", " || ", " OR "], Binding::Or),
            1 => (inner.clone(), select(&["not ", "!", "NOT ", "! "][..]))
                .prop_map(|(side, not)| (format!("{not}{}", at_least(Binding::Unary, side)), Binding::Unary)),
            1 => inner.prop_map(|(text, _)| (format!("( {text} )"), Binding::Unary)),
        ]
    });
    tree.prop_map(|(text, _)| text).boxed()
}
