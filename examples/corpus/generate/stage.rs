//! Where records are written from: the clock, the chances, the cluster, the count.

use super::chance::Chance;
use super::cluster::Cluster;
use super::event::{Act, Process};
use super::page::{Page, Record};
use super::{Dialect, Plan, Size, Stats};

/// Everything an activity needs to leave records.
pub(super) struct Stage {
    pub(super) chance: Chance,
    pub(super) cluster: Cluster,
    /// Microseconds since 1970.
    pub(super) clock: u64,
    /// Set when a plan without a size has told its story.
    pub(super) closed: bool,
    pub(super) stats: Stats,
    page: Page,
    plan: Plan,
    flushed: u64,
}

impl Stage {
    pub(super) fn new(plan: &Plan) -> Self {
        let mut chance = Chance::seeded(plan.seed);
        let cluster = Cluster::build(&mut chance);
        Self {
            chance,
            cluster,
            clock: plan.start,
            closed: false,
            stats: Stats::default(),
            page: Page::new(),
            plan: plan.clone(),
            flushed: 0,
        }
    }

    /// True once the corpus has the size asked for.
    pub(super) fn full(&self) -> bool {
        match self.plan.size {
            Size::Records(records) => self.stats.records >= records,
            Size::Bytes(bytes) => self.bytes() >= bytes,
            Size::Story => self.closed,
        }
    }

    /// True of the demo.
    pub(super) fn story_only(&self) -> bool {
        self.plan.size == Size::Story
    }

    /// How far the corpus is, in thousandths.
    pub(super) fn progress(&self) -> u64 {
        match self.plan.size {
            Size::Records(records) => self.stats.records * 1000 / records.max(1),
            Size::Bytes(bytes) => self.bytes() * 1000 / bytes.max(1),
            Size::Story => 0,
        }
    }

    fn bytes(&self) -> u64 {
        self.flushed + self.page.buf.len() as u64
    }

    /// The bytes not yet taken.
    pub(super) fn pending(&self) -> &[u8] {
        &self.page.buf
    }

    /// Forgets the bytes not yet taken.
    pub(super) fn taken(&mut self) {
        self.flushed += self.page.buf.len() as u64;
        self.stats.bytes = self.flushed;
        self.page.buf.clear();
    }

    /// Writes the record of `act` by `process`, and sometimes a line of the relay before it.
    /// A full corpus takes no more.
    pub(super) fn emit(&mut self, process: &Process, act: Act<'_>) {
        while self.plan.noise > 0 && !self.full() && self.chance.permille(self.plan.noise) {
            self.aside();
        }
        if self.full() {
            return;
        }
        // goroutines overtake each other: a few records are stamped before their place
        let late = if self.chance.permille(60) {
            u64::from(self.chance.below(900))
        } else {
            0
        };
        let order = usize::from(self.chance.permille(250));
        let dialect = match self.plan.dialect {
            Dialect::Mixed if self.chance.permille(500) => Dialect::Camel,
            Dialect::Mixed | Dialect::Pascal => Dialect::Pascal,
            Dialect::Camel => Dialect::Camel,
        };
        let record = Record {
            process,
            act,
            time: self.clock - late,
            order,
        };
        self.page.record(&self.cluster, &record, dialect);
        self.stats.records += 1;
        self.stats.operations[act.operation as usize] += 1;
        self.clock += 9 + u64::from(self.chance.below(420));
    }

    /// A line of the relay's own log.
    fn aside(&mut self) {
        let at = self.chance.index(ASIDES.len());
        self.note(at);
    }

    /// The `at`th of the relay's lines.
    pub(super) fn note(&mut self, at: usize) {
        let Some(line) = ASIDES.get(at) else { return };
        self.page.aside(self.clock, line);
        self.stats.noise += 1;
        self.clock += 150;
    }

    /// Lets up to twice `micros` pass.
    pub(super) fn pass(&mut self, micros: u32) {
        self.clock += u64::from(self.chance.below(micros.saturating_mul(2)));
    }
}

/// What the relay says on its own behalf: its JSON log, a line of klog, a banner. `@` stands for
/// the time, `#` for the time as klog prints it.
const ASIDES: [&str; 8] = [
    r#"{"level":"info","ts":"@","caller":"feed/serve.go:31","msg":"relay listens on :32767"}"#,
    r#"{"level":"info","ts":"@","caller":"feed/serve.go:48","msg":"waiting for the feeds of 6 nodes"}"#,
    r#"{"level":"info","ts":"@","caller":"k8s/names.go:77","msg":"address cache is ready"}"#,
    r#"{"level":"info","ts":"@","caller":"feed/node.go:112","msg":"feed of 10.20.2.12:32767 is open"}"#,
    r#"{"level":"warn","ts":"@","caller":"k8s/names.go:90","msg":"no name for this address"}"#,
    r#"E#       1 cache.go:214] "cannot list services" err="services is forbidden""#,
    "relay @ feeds: 6 open, 0 waiting",
    r#"{"level":"error","ts":"@","caller":"feed/node.go:131","msg":"feed of 10.20.1.11:32767 broke off","stacktrace":"feed.(*Node).Read\n\tnode.go:131"}"#,
];
