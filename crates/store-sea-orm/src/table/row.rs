//! Rows read by position: one order of columns for every statement that selects a whole row, so
//! that joined rows are read one after the other, without a look-up by name for each value.

use portero_domain::port::StoreError;
use sea_orm::{EntityTrait, IntoActiveModel, QueryResult, TryGetable};
use uuid::Uuid;

use super::Table;

/// A row of one table.
pub(crate) trait Row: Sized {
    /// The table.
    const TABLE: Table;
    /// The columns, in the order in which they are read.
    const COLUMNS: &'static [&'static str];

    /// Reads the next columns of a statement as a row.
    fn read(columns: &mut Columns<'_>) -> Result<Self, StoreError>;
}

/// An aggregate that is kept as one row of one table.
pub(crate) trait Stored: Sized {
    /// The table.
    type Entity: EntityTrait<
        Model: Row + IntoActiveModel<<Self::Entity as EntityTrait>::ActiveModel>,
    >;
    /// The column that updates match on.
    const VERSION: <Self::Entity as EntityTrait>::Column;

    /// Rebuilds the aggregate, or says which column makes no sense.
    fn from_row(row: RowOf<Self>) -> Result<Self, StoreError>;

    /// The row that keeps the aggregate.
    fn to_row(&self) -> RowOf<Self>;

    /// Reads the next columns of a statement as an aggregate.
    fn read(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Self::from_row(RowOf::<Self>::read(columns)?)
    }
}

/// The row that keeps an aggregate.
pub(crate) type RowOf<A> = <<A as Stored>::Entity as EntityTrait>::Model;

/// What a statement answered in one row, read from left to right.
pub(crate) struct Columns<'r> {
    answer: &'r QueryResult,
    next: usize,
}

impl<'r> Columns<'r> {
    /// Begins at the first column.
    pub(crate) const fn of(answer: &'r QueryResult) -> Self {
        Self { answer, next: 0 }
    }

    /// Reads one value; a NULL that must not be, or another type, is a corrupt column.
    pub(crate) fn value<T: TryGetable>(
        &mut self,
        table: Table,
        column: &'static str,
    ) -> Result<T, StoreError> {
        let value = self.answer.try_get_by_index(self.next);
        self.next += 1;
        table.checked(column, value)
    }

    /// Reads an aggregate.
    pub(crate) fn stored<A: Stored>(&mut self) -> Result<A, StoreError> {
        A::read(self)
    }

    /// Reads an aggregate from the optional side of an outer join. Every table begins with a part
    /// of its key, which is NULL only when there is no row.
    pub(crate) fn stored_or_nothing<A: Stored>(&mut self) -> Result<Option<A>, StoreError> {
        let (table, column) = (RowOf::<A>::TABLE, RowOf::<A>::COLUMNS[0]);
        let key: Option<Uuid> = table.checked(column, self.answer.try_get_by_index(self.next))?;
        if key.is_none() {
            self.next += RowOf::<A>::COLUMNS.len();
            return Ok(None);
        }
        self.stored().map(Some)
    }
}

/// Makes a sea-orm entity of the `Model` beside it, with the order in which its columns are read.
/// Columns behind `written:` are for the database alone, and are not read back.
macro_rules! row {
    ($table:literal: $($column:ident),+ $(; written: $($unread:ident),+)? $(,)?) => {
        /// The table, for messages.
        pub(crate) const TABLE: super::Table = super::Table($table);

        impl super::Row for Model {
            const TABLE: super::Table = TABLE;
            const COLUMNS: &'static [&'static str] = &[$(stringify!($column)),+];

            fn read(
                columns: &mut super::Columns<'_>,
            ) -> Result<Self, portero_domain::port::StoreError> {
                Ok(Self {
                    $($column: columns.value(TABLE, stringify!($column))?,)+
                    $($($unread: Default::default(),)+)?
                })
            }
        }

        /// Joins are spelled out where they are made.
        #[derive(Clone, Copy, Debug, sea_orm::EnumIter, sea_orm::DeriveRelation)]
        pub(crate) enum Relation {}

        impl sea_orm::ActiveModelBehavior for ActiveModel {}
    };
}

pub(super) use row;
