//! What each stage of a run costs, in bytes a second of the telemetry that goes through it: `cargo bench`.
//!
//! One thread, a few MiB that stay in the cache. What whole commands cost is told by `benches/compare.sh`.
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "a bench may stop at the first surprise"
)]

use std::hint::black_box;
use std::ops::ControlFlow;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, LazyLock};

use divan::Bencher;
use divan::counter::BytesCount;
use jiff::tz::TimeZone;
use knoxlog::analysis::{GroupPart, Groups};
use knoxlog::count::{MOST_MEMORY, Partition, Room};
use knoxlog::engine::{Fold, Job, Nothing, Until, run};
use knoxlog::input::envelope::{Choice, lines};
use knoxlog::input::{Input, Options, read};
use knoxlog::output::{
    Charset, Destination, FormulaGuard, Gaps, Header, RowOptions, RowText, RowWriter, Template,
    format,
};
use knoxlog::query::{Clock, Filter, Infer, Plan, Setting, Term};
use knoxlog::record::column::columns;
use knoxlog::record::key::Key;
use knoxlog::record::time::Time;
use knoxlog::record::{KeyOrder, Origin, Record};
use knoxlog::simd::{CHUNK, Pairs, next_chunk};
use knoxlog::text::Paint;

#[path = "../examples/corpus/generate/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the generator serves others too")]
mod generate;

static CORPUS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut corpus = Vec::new();
    let plan = generate::Plan::new(generate::Size::Bytes(8 << 20), 1);
    generate::write(&mut corpus, &plan).unwrap();
    corpus
});

fn main() {
    divan::main();
}

fn plan(filter: &str) -> Plan {
    let terms = filter.split(' ').filter(|term| !term.is_empty());
    let filter = Filter {
        terms: terms.map(|term| Term::parse(term).unwrap()).collect(),
        ..Filter::default()
    };
    let setting = Setting {
        clock: Clock {
            now: Time(0),
            zone: TimeZone::UTC,
        },
        macros: &[],
        infer: Infer::Zero,
        read: &|name| std::fs::read(name),
        indicators: None,
    };
    filter.compile(&setting).unwrap().plan
}

/// A record of each line.
fn each_record(mut visit: impl FnMut(&Record<'_>)) {
    let layout = KeyOrder::default();
    for line in lines(&CORPUS) {
        visit(&Record::learning(line, Origin::default(), &layout).unwrap());
    }
}

fn sheet(name: &str) -> RowOptions {
    RowOptions {
        format: format(name).unwrap(),
        columns: columns(["time", "ns", "pod", "op", "exe", "resource"], None).unwrap(),
        zone: TimeZone::UTC,
        paint: Paint::Plain,
        place: Destination::Elsewhere,
        header: Header::Shown,
        template: Template::default(),
        charset: Charset::Unicode,
        derived: false,
        indicators: None,
        gaps: Gaps::Counted,
        guard: FormulaGuard::On,
    }
}

fn measure<T>(bencher: Bencher<'_, '_>, work: impl Fn() -> T) {
    let bytes = BytesCount::new(CORPUS.len());
    bencher.counter(bytes).bench_local(work);
}

#[divan::bench]
fn split(bencher: Bencher<'_, '_>) {
    measure(bencher, || lines(black_box(&CORPUS)).count());
}

/// The search for pairs that do not occur, and for line feeds.
#[divan::bench]
fn needle(bencher: Bencher<'_, '_>) {
    let pairs = Pairs::new(&[b"\n"], &[*b"xq", *b"qx", *b"}{", *br"\u"]);
    measure(bencher, || {
        let (mut at, mut found) = (0, 0);
        loop {
            let (start, hits) = next_chunk(black_box(&pairs), &CORPUS, at);
            if hits == 0 {
                return found;
            }
            found += hits.count_ones();
            at = start + CHUNK;
        }
    });
}

/// Walks to a key in the middle, and to the end.
#[divan::bench(args = [false, true])]
fn cursor(bencher: Bencher<'_, '_>, to_the_end: bool) {
    measure(bencher, || {
        let mut found = 0;
        each_record(|record| {
            let is_found = record.raw(Key::Operation).is_some();
            found += usize::from(is_found && (!to_the_end || record.validate().is_ok()));
        });
        found
    });
}

/// Asks a record that stands ready.
#[divan::bench(args = ["op=network ns=accuknox-agents", "syscall=connect port=443", "resource~(token|ca.crt)", "ip=public"])]
fn predicate(bencher: Bencher<'_, '_>, filter: &str) {
    let plan = plan(filter);
    measure(bencher, || {
        let mut matched = 0;
        each_record(|record| matched += usize::from(plan.matches(record)));
        matched
    });
}

#[divan::bench(args = ["op,result", "exe", "ip,port"])]
fn aggregate(bencher: Bencher<'_, '_>, names: &str) {
    let columns = columns(names.split(','), None).unwrap();
    let groups = Groups::new(
        &columns,
        TimeZone::UTC,
        Partition::all(Room::bytes(MOST_MEMORY)),
    );
    measure(bencher, || {
        let mut part: GroupPart = GroupPart::default();
        each_record(|record| groups.visit(record, &mut part));
        part
    });
}

#[divan::bench(args = ["line", "table", "json", "csv"])]
fn render(bencher: Bencher<'_, '_>, name: &str) {
    let rows = RowWriter { sheet: sheet(name) };
    measure(bencher, || {
        let mut part = RowText::default();
        each_record(|record| rows.visit(record, &mut part));
        part
    });
}

/// All stages but output, from a file.
#[divan::bench(args = ["", "op=network ns=accuknox-agents", "severity=8.."])]
fn whole(bencher: Bencher<'_, '_>, filter: &str) {
    let plan = plan(filter);
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &*CORPUS).unwrap();
    let inputs = vec![Input::File(file.path().to_owned())];
    let names = [String::new()];
    measure(bencher, || {
        let stop = Arc::new(AtomicBool::new(false));
        let job = Job {
            plan: &plan,
            envelope: Choice::Auto,
            inputs: &names,
            tells_duplicates: false,
            redacts: false,
            prefilters: true,
            threads: 1,
            until: Until::End,
            stop: &stop,
        };
        let pieces = read(inputs.clone(), Options::default(), Arc::clone(&stop));
        run(&job, pieces, &Nothing, |_| Ok(ControlFlow::Continue(()))).unwrap()
    });
}
