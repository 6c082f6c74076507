//! The table of keys: what each does and where. Help, the key line and the names in the config come from it.

use super::action::{Action, Copied, Edit, End, Motion, Narrow, Pin, Sibling, Step, Zoom};
use super::key::{KeyPress, NAMES};
use super::pane::PaneId;
use crate::text::near;

/// What keys do.
#[derive(Clone, Copy, Debug)]
pub struct Bind {
    /// The name by which a config gives it other keys.
    pub name: &'static str,
    /// Sequences of keys, each parted by blanks.
    pub keys: &'static [&'static str],
    /// Where it does it.
    pub scope: Scope,
    /// What it does.
    pub action: Action,
    /// What it does, in a few words.
    pub doc: &'static str,
    /// What the key line says; empty to leave it out there.
    pub hint: &'static str,
}

/// Where a key does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// In every pane in which nothing is written.
    Any,
    /// In every pane in which a line is written.
    Line,
    /// In one pane.
    Pane(PaneId),
}

impl Scope {
    /// Whether it is among those that are there while something is written.
    const fn is_written(self) -> bool {
        match self {
            Self::Any => false,
            Self::Line => true,
            Self::Pane(pane) => pane.writes(),
        }
    }
}

const fn bind(
    scope: Scope,
    name: &'static str,
    keys: &'static [&'static str],
    action: Action,
    doc: &'static str,
) -> Bind {
    Bind {
        name,
        keys,
        scope,
        action,
        doc,
        hint: "",
    }
}

const fn any(
    name: &'static str,
    keys: &'static [&'static str],
    action: Action,
    doc: &'static str,
) -> Bind {
    bind(Scope::Any, name, keys, action, doc)
}

const fn line(
    name: &'static str,
    keys: &'static [&'static str],
    action: Action,
    doc: &'static str,
) -> Bind {
    bind(Scope::Line, name, keys, action, doc)
}

const fn only(
    pane: PaneId,
    name: &'static str,
    keys: &'static [&'static str],
    action: Action,
    doc: &'static str,
) -> Bind {
    bind(Scope::Pane(pane), name, keys, action, doc)
}

const fn hinted(hint: &'static str, bind: Bind) -> Bind {
    Bind { hint, ..bind }
}

use Action::{
    Accept, AllChips, Chip, Close, Command, Context, Denied, Expand, Focus, Fold, Hit, Interrupt,
    Mark, Move, Peak, Quit, Raw, Redo, Redraw, Same, Search, Sort, Stack, Suspend, Toggle, Undo,
    Zone,
};
use PaneId::{Columns, Detail, Events, Facets, Filter, Marks, Timeline, Top, Tree};
use Sibling::{Container, Process};
use Step::{Next, Previous};

/// Every key that does something. Where two fit, that of the pane counts.
#[rustfmt::skip]
pub static BINDS: &[Bind] = &[
    hinted("filter by", only(Events, "narrow", &["Enter"], Action::Narrow(Narrow::Add), "filter by the cell under the cursor")),
    hinted("exclude", only(Events, "exclude", &["-"], Action::Narrow(Narrow::Exclude), "leave out what has this value")),
    only(Events, "replace", &["="], Action::Narrow(Narrow::Replace), "this value in place of what is asked of its field"),
    only(Events, "or", &["."], Action::Narrow(Narrow::Or), "this value too"),
    hinted("filter by", only(Detail, "narrow-field", &["Enter"], Action::Narrow(Narrow::Add), "filter by the field under the cursor")),
    hinted("exclude", only(Detail, "exclude-field", &["-"], Action::Narrow(Narrow::Exclude), "leave out what has this value")),
    only(Detail, "replace-field", &["="], Action::Narrow(Narrow::Replace), "this value in place of what is asked of its field"),
    only(Detail, "or-field", &["."], Action::Narrow(Narrow::Or), "this value too"),
    only(Detail, "previous-field", &["h", "Left"], Move(Motion::Left), "to the value before, however long this one is"),
    hinted("next value", only(Detail, "next-field", &["l", "Right"], Move(Motion::Right), "to the value behind it")),
    hinted("fold", only(Detail, "fold", &["Space"], Fold, "fold or open the object under the cursor")),
    only(Detail, "empty-members", &["H"], Action::Empty, "show the members that are empty, or hide them again"),
    only(Detail, "search-inside", &["/"], Search, "search inside the record, apart from the list; n N: its hits"),
    hinted("filter by", only(Facets, "narrow-value", &["Enter"], Action::Narrow(Narrow::Add), "filter by the value under the cursor; open a field")),
    hinted("exclude", only(Facets, "exclude-value", &["-"], Action::Narrow(Narrow::Exclude), "leave out what has this value")),
    only(Facets, "replace-value", &["="], Action::Narrow(Narrow::Replace), "this value in place of what is asked of its field"),
    only(Facets, "or-value", &["."], Action::Narrow(Narrow::Or), "this value too"),
    only(Facets, "fold-field", &["Space"], Fold, "fold or open the field"),
    hinted("add a field", only(Facets, "add-field", &["b"], Action::Fields, "count the values of another field too")),
    hinted("take away", only(Facets, "remove-field", &["X", "Delete"], Action::Remove, "take the field away, the last one too")),
    hinted("filter by", only(Top, "narrow-group", &["Enter"], Action::Narrow(Narrow::Add), "filter by the group under the cursor")),
    hinted("exclude", only(Top, "exclude-group", &["-"], Action::Narrow(Narrow::Exclude), "leave out this group")),
    only(Top, "replace-group", &["="], Action::Narrow(Narrow::Replace), "this group in place of what is asked of its fields"),
    only(Top, "or-group", &["."], Action::Narrow(Narrow::Or), "this group too, besides what is asked of its fields"),
    hinted("by", only(Top, "group-by", &["b"], Action::Fields, "count by other fields")),
    hinted("filter by", only(Tree, "narrow-process", &["Enter"], Action::Narrow(Narrow::Add), "filter by the process under the cursor")),
    hinted("with all below", only(Tree, "narrow-below", &["+"], Action::Below, "filter by the process and all below it")),
    hinted("exclude", only(Tree, "exclude-process", &["-"], Action::Narrow(Narrow::Exclude), "leave out this process")),
    only(Tree, "replace-process", &["="], Action::Narrow(Narrow::Replace), "this process in place of what is asked of host and hpid"),
    only(Tree, "or-process", &["."], Action::Narrow(Narrow::Or), "this process too, besides what is asked of host and hpid"),
    hinted("fold", only(Tree, "fold-process", &["Space"], Fold, "show nothing below the process, or all")),
    hinted("add, take away", only(Columns, "toggle-column", &["Enter", "Space"], Fold, "add the column to the list, or take it away")),
    hinted("down", only(Columns, "column-down", &["J", "S-Down"], Action::Shift(Next), "move the column to the right in the list")),
    hinted("up", only(Columns, "column-up", &["K", "S-Up"], Action::Shift(Previous), "move it to the left")),
    hinted("wider", only(Columns, "wider", &["+"], Action::Widen(Next), "make the column wider")),
    hinted("narrower", only(Columns, "narrower", &["-"], Action::Widen(Previous), "make it narrower")),
    only(Columns, "fit-column", &["0"], Action::Zoom(Zoom::Fit), "as wide as it would be by itself"),
    only(Columns, "name-column", &["b"], Action::Fields, "add columns by their names: labels.app, path/2, .Key"),
    hinted("filter by", only(Timeline, "scope", &["Enter"], Accept, "filter by the marked span")),
    hinted("from", only(Timeline, "scope-start", &["["], Mark(End::Start), "a span begins here")),
    hinted("to", only(Timeline, "scope-end", &["]"], Mark(End::Stop), "a span ends here")),
    hinted("scale", only(Timeline, "bar-scale", &["s"], Action::Scale, "bars by square root, by logarithm, or in proportion")),
    only(Timeline, "zoom-out", &["-"], Action::Zoom(Zoom::Out), "show twice of the time"),
    only(Timeline, "next-peak", &["p"], Peak(Next), "next of the five highest buckets"),
    only(Timeline, "previous-peak", &["P"], Peak(Previous), "the one before"),
    only(Timeline, "stack-lanes", &["v"], Action::Lanes, "with all of the screen: lanes stacked in one picture, or apart"),
    hinted("filter", any("filter", &["f", ":"], Focus(Filter), "write a filter")),
    hinted("search", any("search", &["/"], Search, "search, apart from the filter")),
    any("next-hit", &["n"], Hit(Next), "next hit of the search; in the timeline, next bucket with a match"),
    any("previous-hit", &["N"], Hit(Previous), "the one before"),
    hinted("denied", any("next-denied", &["e"], Denied(Next), "next record that was denied")),
    any("previous-denied", &["E"], Denied(Previous), "the one before"),
    only(Events, "next-of-process", &["] p"], Same(Process, Next), "next record of the same process"),
    only(Events, "previous-of-process", &["[ p"], Same(Process, Previous), "the one before"),
    only(Events, "next-of-container", &["] c"], Same(Container, Next), "next record of the same container"),
    only(Events, "previous-of-container", &["[ c"], Same(Container, Previous), "the one before"),
    any("up", &["k", "Up"], Move(Motion::Up), "one up; a count before it repeats it: 10k"),
    any("down", &["j", "Down"], Move(Motion::Down), "one down"),
    any("left", &["h", "Left"], Move(Motion::Left), "one to the left"),
    any("right", &["l", "Right"], Move(Motion::Right), "one to the right"),
    any("far-left", &["S-Left"], Move(Motion::FarLeft), "ten to the left"),
    any("far-right", &["S-Right"], Move(Motion::FarRight), "ten to the right"),
    any("page-up", &["PageUp", "C-b"], Move(Motion::PageUp), "a screen up"),
    any("page-down", &["PageDown", "C-f"], Move(Motion::PageDown), "a screen down"),
    any("half-up", &["C-u"], Move(Motion::HalfUp), "half a screen up"),
    any("half-down", &["C-d"], Move(Motion::HalfDown), "half a screen down"),
    any("first", &["g", "Home"], Move(Motion::First), "to the first"),
    any("last", &["G", "End"], Move(Motion::Last), "to the last; 40G to the fortieth"),
    any("context", &["x"], Context, "show the neighbours that the filter hides; again for more"),
    any("sort", &["s"], Sort, "sort by the next column"),
    hinted("timeline", any("timeline", &["t"], Focus(Timeline), "go to the timeline")),
    hinted("detail", any("detail", &["d"], Focus(Detail), "go to the detail")),
    any("raw", &["J"], Raw, "the record's JSON, or its fields"),
    hinted("zoom", any("zoom-in", &["+"], Action::Zoom(Zoom::In), "show half of the time")),
    any("zoom-fit", &["0"], Action::Zoom(Zoom::Fit), "show all of the time"),
    any("zoom-undo", &["w"], Action::Zoom(Zoom::Undo), "show what was shown before"),
    any("stack", &["b"], Stack, "stack the timeline by something else"),
    any("facets", &["F2"], Toggle(Facets), "values and their counts; again to close"),
    any("columns", &["c"], Toggle(Columns), "the columns of the list; again to close"),
    any("top", &["T"], Toggle(Top), "count by any fields"),
    any("tree", &["P"], Toggle(Tree), "who started whom"),
    any("toggle-timeline", &["F3"], Toggle(Timeline), "show or hide the timeline"),
    any("toggle-detail", &["F4"], Toggle(Detail), "show or hide the detail"),
    any("expand", &["z"], Expand, "give the pane all of the screen"),
    any("next-pane", &["Tab"], Action::Pane(Next), "to the next pane"),
    any("previous-pane", &["S-Tab"], Action::Pane(Previous), "to the pane before"),
    any("undo", &["Backspace"], Undo, "take the last change of the filter back"),
    any("redo", &["C-y"], Redo, "make it again"),
    any("chip-1", &["A-1"], Chip(1), "lift the first condition, or put it back"),
    any("chip-2", &["A-2"], Chip(2), "the second"),
    any("chip-3", &["A-3"], Chip(3), "the third"),
    any("chip-4", &["A-4"], Chip(4), "the fourth"),
    any("chip-5", &["A-5"], Chip(5), "the fifth"),
    any("chip-6", &["A-6"], Chip(6), "the sixth"),
    any("chip-7", &["A-7"], Chip(7), "the seventh"),
    any("chip-8", &["A-8"], Chip(8), "the eighth"),
    any("chip-9", &["A-9"], Chip(9), "the ninth"),
    any("all-chips", &["A-0"], AllChips, "lift all conditions, or put them back"),
    any("command", &["F8"], Command, "show the shell command that answers the same"),
    any("mark", &["m"], Action::Pin(Pin::Toggle), "mark the record, or take its mark away"),
    any("mark-reach", &["M"], Action::Pin(Pin::Reach), "mark all from the last mark to here"),
    any("next-mark", &["u"], Action::Pin(Pin::Jump(Next)), "to the next mark"),
    any("previous-mark", &["U"], Action::Pin(Pin::Jump(Previous)), "the one before"),
    any("note", &["a"], Action::Pin(Pin::Note), "note something on the record, which marks it"),
    any("marks", &["'"], Toggle(Marks), "the marks and their notes"),
    only(Marks, "show-mark", &["Enter"], Accept, "go to the record"),
    any("copy-value", &["y y"], Action::Copy(Copied::Value), "copy the value under the cursor to the terminal's clipboard"),
    any("copy-record", &["Y", "y r"], Action::Copy(Copied::Record), "copy the record"),
    any("copy-term", &["y t"], Action::Copy(Copied::Term), "copy the condition that asks for the value"),
    any("copy-command", &["y c"], Action::Copy(Copied::Command), "copy the shell command that answers the same"),
    any("copy-marks", &["y m"], Action::Copy(Copied::Marks), "copy the marks and their notes"),
    any("save", &["o"], Action::Save, "write what is listed into a file: records, marks, or the table of top"),
    hinted("keep", only(Columns, "keep-columns", &["S"], Action::Keep, "write these columns into the config, for each time")),
    any("keep-filter", &["S"], Action::Keep, "give the filter a name, is:NAME, and write it into the config"),
    any("follow", &["F"], Action::Follow, "go with the last record, or no longer"),
    any("freeze", &["Space"], Action::Freeze, "hold back what is new, or let it in"),
    any("zone", &["L"], Zone, "times of this machine, or of the data"),
    any("mouse", &["F9"], Action::Mouse, "mouse on or off; while it is on, the terminal selects no text"),
    hinted("help", any("help", &["?", "F1"], Toggle(PaneId::Help), "this help")),
    any("close", &["Esc"], Close, "close what is open; clear the search"),
    any("redraw", &["C-l"], Redraw, "draw everything anew"),
    any("suspend", &["C-z"], Suspend, "stop until the shell goes on (fg)"),
    any("interrupt", &["C-c"], Interrupt, "end the reading; again to leave"),
    hinted("quit", any("quit", &["q"], Quit, "leave")),
    hinted("take", line("accept", &["Enter"], Accept, "take what is written")),
    hinted("complete", only(Filter, "complete", &["Tab"], Action::Edit(Edit::Complete), "take what is offered")),
    only(Filter, "offer", &["C-Space"], Action::Edit(Edit::Offer), "offer what can follow"),
    only(Filter, "recall", &["C-r"], Action::Edit(Edit::Recall), "the latest line that holds what is written"),
    only(Filter, "older", &["Up"], Action::Edit(Edit::Older), "the offer above; the line that was written before"),
    only(Filter, "newer", &["Down"], Action::Edit(Edit::Newer), "the one below; the line after it"),
    line("line-left", &["Left"], Action::Edit(Edit::Left), "one character to the left"),
    line("line-right", &["Right"], Action::Edit(Edit::Right), "one character to the right"),
    line("word-left", &["A-b", "C-Left"], Action::Edit(Edit::WordLeft), "a word to the left"),
    line("word-right", &["A-f", "C-Right"], Action::Edit(Edit::WordRight), "a word to the right"),
    line("line-start", &["Home", "C-a"], Action::Edit(Edit::Home), "to the start of the line"),
    line("line-end", &["End", "C-e"], Action::Edit(Edit::End), "to the end of the line"),
    line("backspace", &["Backspace", "C-h"], Action::Edit(Edit::Backspace), "delete the character before"),
    line("delete", &["Delete", "C-d"], Action::Edit(Edit::Delete), "delete the character behind"),
    line("delete-word", &["C-w"], Action::Edit(Edit::Word), "delete the word before"),
    line("delete-before", &["C-u"], Action::Edit(Edit::Before), "delete all before"),
    line("delete-behind", &["C-k"], Action::Edit(Edit::Behind), "delete all behind"),
];

/// Where keys do something, in the order in which help tells of it.
pub const SCOPES: &[(Scope, &str)] = &[
    (Scope::Any, "EVERYWHERE"),
    (Scope::Pane(PaneId::Events), "IN THE LIST"),
    (Scope::Pane(PaneId::Timeline), "IN THE TIMELINE"),
    (Scope::Pane(PaneId::Detail), "IN THE DETAIL"),
    (Scope::Pane(PaneId::Facets), "IN THE FACETS"),
    (Scope::Pane(PaneId::Columns), "IN THE COLUMNS"),
    (Scope::Pane(PaneId::Top), "IN THE COUNTS"),
    (Scope::Pane(PaneId::Tree), "IN THE TREE"),
    (Scope::Pane(PaneId::Marks), "IN THE MARKS"),
    (Scope::Pane(PaneId::Filter), "WHILE A FILTER IS WRITTEN"),
    (Scope::Line, "WHILE ANYTHING IS WRITTEN"),
];

/// What is wrong with keys that were chosen: the name that they were chosen for, and why.
pub fn fault(chosen: &[(String, Vec<String>)]) -> Option<(&str, String)> {
    for (name, keys) in chosen {
        let Some(bind) = BINDS.iter().find(|bind| bind.name == name) else {
            let near = near(name, BINDS.iter().map(|bind| bind.name));
            return Some((name, format!("no key does `{name}`{near}")));
        };
        for keys in keys {
            let sequence = KeyPress::sequence(keys).filter(|keys| !keys.is_empty());
            let why = match sequence.as_deref() {
                None => format!(
                    "`{keys}` is no key: one character, {}, F1 to F12; before it C-, A- and S-",
                    NAMES.join(", ")
                ),
                Some([first, ..]) if bind.scope.is_written() && first.typed().is_some() => {
                    format!("`{keys}` writes a character where `{name}` would do something")
                }
                Some(_) => continue,
            };
            return Some((name, why));
        }
    }
    let keymap = Keymap::new(chosen);
    chosen.iter().find_map(|(name, _)| {
        let other = keymap.clash(name)?;
        let why = format!("its keys are those of `{other}` too: give `{other}` other keys");
        Some((name.as_str(), why))
    })
}

/// The keys in use: the table, but for what a config gave other keys.
#[derive(Clone, Debug)]
pub struct Keymap {
    rows: Vec<(Vec<KeyPress>, &'static Bind)>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self::new(&[])
    }
}

impl Keymap {
    /// The table, where some binds, by their names, have other keys. Names and keys that are not known are passed over:
    /// whoever read them has said so.
    pub fn new(chosen: &[(String, Vec<String>)]) -> Self {
        let mut rows = Vec::new();
        for bind in BINDS {
            let other = chosen.iter().find(|(name, _)| name == bind.name);
            let keys: Vec<&str> = match other {
                Some((_, keys)) => keys.iter().map(String::as_str).collect(),
                None => bind.keys.to_vec(),
            };
            let sequences = keys.iter().filter_map(|keys| KeyPress::sequence(keys));
            rows.extend(sequences.map(|keys| (keys, bind)));
        }
        Self { rows }
    }

    /// What a key means in a pane, behind a key that was the first of a sequence.
    pub fn action(&self, pane: PaneId, prefix: Option<KeyPress>, key: KeyPress) -> Action {
        let writes = pane.writes();
        let typed: Vec<KeyPress> = prefix.into_iter().chain([key]).collect();
        let fits = |bind: &Bind, of_pane: bool| match bind.scope {
            Scope::Any => !of_pane && (!writes || key.typed().is_none()),
            Scope::Line => of_pane && writes,
            Scope::Pane(other) => of_pane && other == pane,
        };
        for of_pane in [true, false] {
            let whole = self
                .rows
                .iter()
                .find(|(keys, bind)| fits(bind, of_pane) && *keys == typed);
            if let Some((_, bind)) = whole {
                return bind.action;
            }
            let begun = |keys: &[KeyPress]| keys.len() > typed.len() && keys.starts_with(&typed);
            if self
                .rows
                .iter()
                .any(|(keys, bind)| fits(bind, of_pane) && begun(keys))
            {
                return Action::Prefix(key);
            }
        }
        match key.typed() {
            Some(char) if writes => Action::Insert(char),
            Some(char) if prefix.is_none() => {
                let digit = char.to_digit(10).and_then(|digit| u8::try_from(digit).ok());
                digit.map_or(Action::Nothing, Action::Digit)
            }
            _ => Action::Nothing,
        }
    }

    /// Another bind that a key of this one would do as well, or that it would keep from being reached.
    fn clash(&self, name: &str) -> Option<&'static str> {
        let own = self.rows.iter().filter(|(_, bind)| bind.name == name);
        own.into_iter().find_map(|(keys, bind)| {
            let hides = |other: &[KeyPress]| keys.starts_with(other) || other.starts_with(keys);
            let other = self.rows.iter().find(|(other, known)| {
                known.scope == bind.scope && known.name != name && hides(other)
            });
            other.map(|(_, known)| known.name)
        })
    }

    /// The keys of a bind, as they are spelt, sequences without blanks.
    pub fn spelling(&self, name: &str) -> Vec<String> {
        let rows = self.rows.iter().filter(|(_, bind)| bind.name == name);
        rows.map(|(keys, _)| keys.iter().map(KeyPress::to_string).collect())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound() {
        let map = Keymap::default();
        for bind in BINDS {
            assert!(bind.doc.len() <= 72, "{}", bind.name);
            assert_eq!(
                map.spelling(bind.name).len(),
                bind.keys.len(),
                "{}",
                bind.name
            );
            assert_eq!(map.clash(bind.name), None, "{}", bind.name);
            assert_eq!(
                BINDS.iter().filter(|other| other.name == bind.name).count(),
                1
            );
        }
    }

    fn chosen(name: &str, keys: &[&str]) -> Vec<(String, Vec<String>)> {
        let keys = keys.iter().map(|keys| (*keys).to_owned());
        vec![(name.to_owned(), keys.collect())]
    }

    #[test]
    fn chosen_keys_take_the_place_of_the_usual_ones() {
        let map = Keymap::new(&chosen("quit", &["Q", "Z Z"]));
        let act = |prefix, key: char| map.action(Events, prefix, KeyPress::char(key));
        assert_eq!(
            (act(None, 'Q'), act(None, 'q')),
            (Action::Quit, Action::Nothing)
        );
        assert_eq!(act(None, 'Z'), Action::Prefix(KeyPress::char('Z')));
        assert_eq!(act(Some(KeyPress::char('Z')), 'Z'), Action::Quit);
        assert_eq!(map.spelling("quit"), ["Q", "ZZ"]);
    }

    #[test]
    fn what_is_wrong_with_chosen_keys_is_told() {
        for (name, keys, why) in [
            ("qiut", vec!["Q"], "no key does `qiut`; near: `quit`"),
            ("quit", vec!["Ctrl-q"], "`Ctrl-q` is no key"),
            ("quit", vec![""], "is no key"),
            ("quit", vec!["m"], "give `mark` other keys"),
            ("next-peak", vec!["]"], "give `scope-end` other keys"),
            ("accept", vec!["x"], "writes a character"),
        ] {
            let chosen = chosen(name, &keys);
            let (at, found) = fault(&chosen).unwrap();
            assert_eq!(at, name);
            assert!(found.contains(why), "{found}");
        }
        for (name, keys) in [
            ("quit", vec!["Q"]),
            ("search", vec![]),
            ("scope-end", vec!["C-]", "A-x"]),
        ] {
            assert_eq!(fault(&chosen(name, &keys)), None, "{name}");
        }
    }
}
