//! The screen's last lines: clocks, ends of the data, what is there twice and what is not logged.

use super::Stats;
use super::screen::StatsScreen;
use crate::output::blind::{alone, clocks, no_clock, stray, twice, unlogged};
use crate::text::{Count, Role};

impl Stats<'_> {
    pub(super) fn write_clocks(&self, screen: &mut StatsScreen<'_>) {
        let found = clocks(&self.facts.clocks, &|time| screen.moment(time));
        if found.is_empty() {
            let text = no_clock(self.facts.clocks.reach);
            screen.line(Role::Dim, "clocks", &text);
        }
        screen.items(Role::Audit, "clocks", &found);
    }

    /// What makes it doubtful when the data ends.
    pub(super) fn write_ends(&self, screen: &mut StatsScreen<'_>) {
        let found: Vec<String> = self.facts.alone.iter().map(alone).collect();
        screen.items(Role::Audit, "alone", &found);
        let strays = self.facts.strays.iter();
        let found: Vec<String> = strays
            .map(|one| stray(one, &|time| screen.moment(time)))
            .collect();
        screen.items(Role::Audit, "stray", &found);
    }

    pub(super) fn write_doubled(&self, screen: &mut StatsScreen<'_>) {
        let found: Vec<String> = twice(&self.facts.doubled, ": ").collect();
        screen.items(Role::Audit, "twice", &found);
    }

    pub(super) fn write_unlogged(&self, screen: &mut StatsScreen<'_>) {
        let mut found = unlogged(&self.facts.unlogged);
        if let Some(first) = found.first_mut().filter(|_| self.facts.unlogged.logged > 0) {
            let logged = self.facts.unlogged.logged as u64;
            let have = if logged == 1 {
                "other has"
            } else {
                "others have"
            };
            *first = format!("{first}; {} {have} logs", Count(logged));
        }
        screen.items(Role::Audit, "unlogged", &found);
    }
}
