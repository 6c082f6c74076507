//! What the commands have in common that read every match before they answer.

use std::io::{self, Write};

use super::args::Run;
use super::session::Session;
use super::stdio::{Messages, Out};
use super::{Failure, indicators, layout, listing, request};
use crate::engine::{Account, Fold};
use crate::output::{Grid, Sheet};
use crate::query::macros::Macro;
use crate::record::column::Column;

/// A question that is answered by a table.
pub(super) struct Inquiry {
    /// How the answer is to look.
    pub(super) sheet: Sheet,
    /// The run.
    pub(super) session: Session,
    limit: Option<u64>,
    is_quiet: bool,
}

impl Inquiry {
    /// Resolves what was typed for a command whose answer is a table; refuses how tables can't look.
    pub(super) fn table(
        command: &str,
        args: &Run,
        macros: &[Macro],
        messages: Messages,
    ) -> Result<Self, Failure> {
        let inquiry = Self::new(args, macros, messages)?;
        let format = inquiry.sheet.format.name;
        if args.output.columns.is_none() && Grid::FORMATS.contains(&format) {
            return Ok(inquiry);
        }
        Err(Failure::Usage {
            message: format!("`{command}` is not written as `-o {format}` or with --columns"),
            help: format!("one of: {}", Grid::FORMATS.join(", ")),
        })
    }

    /// Resolves what was typed; refuses what chooses among rows or orders them.
    pub(super) fn new(args: &Run, macros: &[Macro], messages: Messages) -> Result<Self, Failure> {
        let indicators = indicators::load(&args.filter.ioc, messages)?;
        let zone = request::zone(&args.time)?;
        let sheet = layout::sheet(&args.output, zone, "table", indicators)?;
        if let Some(option) = listing::first_given(&args.select) {
            return Err(Failure::Usage {
                message: format!("`{option}` does not go with counting"),
                help: "leave it out; what it would show: `knoxlog filter … -o raw | wc -l`"
                    .to_owned(),
            });
        }
        let session = Session::new(args, macros, sheet.indicators.as_ref(), messages)?;
        Ok(Self {
            sheet,
            session,
            limit: args.select.max_count,
            is_quiet: args.select.quiet,
        })
    }

    /// The columns of a list that an option, or an argument, names.
    pub(super) fn columns(&mut self, list: &str, option: &str) -> Result<Vec<Column>, Failure> {
        let columns = layout::columns(list, option, self.sheet.indicators.as_ref())?;
        self.session
            .number_lines(columns.iter().any(Column::is_line));
        Ok(columns)
    }

    /// Runs the filter; `take` gets what the fold makes, in input order.
    pub(super) fn read<F: Fold>(
        &mut self,
        fold: F,
        mut take: impl FnMut(F::Part),
    ) -> Result<Account, Failure> {
        let take = |part| {
            take(part);
            io::Result::Ok(())
        };
        self.session.run(fold, take, self.limit)
    }

    /// Writes the answer, tells the account, and answers the exit code.
    pub(super) fn answer(self, grid: &Grid, account: &Account) -> Result<u8, Failure> {
        let mut text = Vec::new();
        if !self.is_quiet {
            grid.write(&self.sheet, &mut text);
        }
        Out::new()?.write_all(&text).map_err(Failure::Output)?;
        self.session.close(account)
    }
}
