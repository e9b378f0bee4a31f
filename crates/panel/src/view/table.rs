//! A list, as a page shows it.

/// A list.
#[derive(Default)]
pub(crate) struct Table {
    pub heading: String,
    pub columns: Vec<&'static str>,
    pub rows: Vec<Row>,
    /// What stands there when there is nothing.
    pub empty: &'static str,
    /// Where the next part is.
    pub next: Option<String>,
}

/// A line of a list.
pub(crate) struct Row {
    pub cells: Vec<Cell>,
    pub actions: Vec<RowAction>,
}

/// A cell of a list.
#[derive(Default)]
pub(crate) struct Cell {
    pub text: String,
    pub under: String,
    pub link: String,
    /// Whether it is a state, and which: `good`, `waiting` or `off`.
    pub badge: &'static str,
}

impl Cell {
    /// A text.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A state.
    pub(crate) fn badge(badge: &'static str, text: impl Into<String>) -> Self {
        Self { text: text.into(), badge, ..Self::default() }
    }
}

/// A button of a row, with whom or what it is about for those who do not see the row.
pub(crate) struct RowAction {
    pub action: String,
    pub label: &'static str,
    pub about: String,
    pub danger: bool,
}

impl Table {
    /// Whether any row has a button.
    pub(crate) fn has_actions(&self) -> bool {
        self.rows.iter().any(|row| !row.actions.is_empty())
    }

    /// A column's name, for cards that have no head; the first cell speaks for itself.
    pub(crate) fn column(&self, place: usize) -> &'static str {
        self.columns.get(place).copied().unwrap_or_default()
    }
}
