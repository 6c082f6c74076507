//! What is made of records: [`Fold`], and what hands a record on to several folds or to one of unknown type.

use crate::record::Record;

/// Defines [`Fold`] and whatever wraps folds from one list of methods, so that none is handed on by half.
///
/// `show` methods take something in, and do nothing unless a fold says otherwise; `ask` methods answer as stated.
macro_rules! folds {
    (
        $(#[$fold:meta])*
        show { $($(#[$show_doc:meta])* $show:ident($item:ident: $Item:ty);)+ }
        ask { $($(#[$ask_doc:meta])* $ask:ident = $answer:literal;)+ }
    ) => {
        $(#[$fold])*
        pub trait Fold: Sync {
            /// What is made of the matches of one block.
            type Part: Default + Send;

            /// Takes one match.
            fn visit(&self, record: &Record<'_>, part: &mut Self::Part);

            $($(#[$show_doc])*
            fn $show(&self, $item: $Item, part: &mut Self::Part) {
                let _ = ($item, part);
            })+

            $($(#[$ask_doc])*
            fn $ask(&self) -> bool {
                $answer
            })+
        }

        impl<F: Fold> Fold for &F {
            type Part = F::Part;

            fn visit(&self, record: &Record<'_>, part: &mut Self::Part) {
                (**self).visit(record, part);
            }

            $(fn $show(&self, $item: $Item, part: &mut Self::Part) {
                (**self).$show($item, part);
            })+

            $(fn $ask(&self) -> bool {
                (**self).$ask()
            })+
        }

        /// Two folds over one reading. A tuple may hold others.
        impl<A: Fold, B: Fold> Fold for (A, B) {
            type Part = (A::Part, B::Part);

            fn visit(&self, record: &Record<'_>, part: &mut Self::Part) {
                self.0.visit(record, &mut part.0);
                self.1.visit(record, &mut part.1);
            }

            $(fn $show(&self, $item: $Item, part: &mut Self::Part) {
                self.0.$show($item, &mut part.0);
                self.1.$show($item, &mut part.1);
            })+

            $(fn $ask(&self) -> bool {
                self.0.$ask() || self.1.$ask()
            })+
        }

        /// A fold at work on one block, without the types of itself and of its part: scanning is compiled once for all.
        pub(super) trait ErasedFold {
            fn visit(&mut self, record: &Record<'_>);
            $(fn $show(&mut self, $item: $Item);)+
            $(fn $ask(&self) -> bool;)+
        }

        impl<F: Fold> ErasedFold for FoldState<'_, F> {
            fn visit(&mut self, record: &Record<'_>) {
                self.fold.visit(record, &mut self.part);
            }

            $(fn $show(&mut self, $item: $Item) {
                self.fold.$show($item, &mut self.part);
            })+

            $(fn $ask(&self) -> bool {
                self.fold.$ask()
            })+
        }
    };
}

folds! {
    /// What to do with the records that match.
    ///
    /// Parts are made beside each other, one a block, and handed over in input order.
    show {
        /// Is shown every telemetry record, whether it matches or not, before it is visited.
        on_record(record: &Record<'_>);

        /// Is shown every record that tells of dropped alerts which may have been among those that are looked for, unless
        /// it matches itself.
        on_throttle(record: &Record<'_>);

        /// Is shown every line that is no record, but for blank ones.
        on_non_record(line: &[u8]);
    }
    ask {
        /// Whether every record must be read for it: if not, lines that cannot match may be skipped.
        wants_all = false;

        /// Whether it wants to be shown the records of lines that are skipped, too.
        wants_skipped = false;

        /// Whether it is counted how many matches have a key twice, for which each is walked to its end.
        tells_duplicates = true;
    }
}

/// A fold and what it has made so far of a block.
pub(super) struct FoldState<'f, F: Fold> {
    fold: &'f F,
    pub(super) part: F::Part,
}

impl<'f, F: Fold> FoldState<'f, F> {
    pub(super) fn new(fold: &'f F) -> Self {
        let part = F::Part::default();
        Self { fold, part }
    }
}

/// A fold that makes nothing of a match: the statistics of the scan count it.
pub struct Nothing;

impl Fold for Nothing {
    type Part = ();

    fn visit(&self, _: &Record<'_>, (): &mut ()) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Origin;

    /// Writes down what it is handed, and answers one of the questions with yes.
    struct Recording(&'static str);

    impl Fold for Recording {
        type Part = Vec<String>;

        fn visit(&self, record: &Record<'_>, part: &mut Vec<String>) {
            part.push(format!("visit {}", record.origin().line));
        }

        fn on_record(&self, record: &Record<'_>, part: &mut Vec<String>) {
            part.push(format!("record {}", record.origin().line));
        }

        fn on_throttle(&self, record: &Record<'_>, part: &mut Vec<String>) {
            part.push(format!("throttle {}", record.origin().line));
        }

        fn on_non_record(&self, line: &[u8], part: &mut Vec<String>) {
            part.push(format!("line {}", line.len()));
        }

        fn wants_all(&self) -> bool {
            self.0 == "all"
        }

        fn wants_skipped(&self) -> bool {
            self.0 == "skipped"
        }

        fn tells_duplicates(&self) -> bool {
            self.0 == "duplicates"
        }
    }

    const SHOWN: [&str; 4] = ["record 7", "visit 7", "throttle 7", "line 3"];
    const QUESTIONS: [&str; 4] = ["all", "skipped", "duplicates", ""];

    fn show(state: &mut dyn ErasedFold) {
        let origin = Origin {
            line: 7,
            ..Origin::default()
        };
        let record = Record::new(b"{}", origin).unwrap();
        state.on_record(&record);
        state.visit(&record);
        state.on_throttle(&record);
        state.on_non_record(b"abc");
    }

    fn answers(fold: &impl Fold) -> [bool; 4] {
        let state = FoldState::new(fold);
        let state: &dyn ErasedFold = &state;
        [
            state.wants_all(),
            state.wants_skipped(),
            state.tells_duplicates(),
            false,
        ]
    }

    #[test]
    fn a_fold_behind_a_reference_is_shown_and_asked_everything() {
        for question in QUESTIONS {
            let fold = Recording(question);
            let behind = &fold;
            let mut state = FoldState::new(&behind);
            show(&mut state);
            assert_eq!(state.part, SHOWN);
            assert_eq!(
                answers(&&fold),
                QUESTIONS.map(|asked| asked == question && !asked.is_empty())
            );
        }
    }

    #[test]
    fn both_of_a_pair_are_shown_and_asked_everything() {
        for (one, other) in QUESTIONS
            .iter()
            .flat_map(|one| QUESTIONS.map(|other| (*one, other)))
        {
            let pair = (Recording(one), Recording(other));
            let mut state = FoldState::new(&pair);
            show(&mut state);
            assert_eq!(
                (state.part.0, state.part.1),
                (
                    SHOWN.map(str::to_owned).to_vec(),
                    SHOWN.map(str::to_owned).to_vec()
                )
            );
            let is_asked = |asked: &str| !asked.is_empty() && (asked == one || asked == other);
            assert_eq!(answers(&pair), QUESTIONS.map(is_asked));
        }
    }
}
