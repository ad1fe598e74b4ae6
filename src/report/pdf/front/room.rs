//! How closely page 1 is set, from generous to close.

/// How closely the page is set.
#[derive(Clone, Copy)]
pub(super) struct Room {
    /// So many criteria at most.
    pub(super) rows: usize,
    /// So many lines of a text at most.
    pub(super) lines: usize,
    /// So many bars in the chart at most.
    pub(super) bars: usize,
    /// So many things of a list at most.
    pub(super) items: usize,
    /// How large the chart is.
    pub(super) scale: f32,
}

/// From generous to close; where the last does not fit, sections go overleaf.
pub(super) const ROOMS: [Room; 17] = [
    Room { rows: 14, lines: 9, bars: 8, items: 6, scale: 0.66 },
    Room { rows: 13, lines: 8, bars: 8, items: 6, scale: 0.66 },
    Room { rows: 12, lines: 7, bars: 8, items: 5, scale: 0.66 },
    Room { rows: 12, lines: 6, bars: 7, items: 5, scale: 0.66 },
    Room { rows: 11, lines: 6, bars: 6, items: 5, scale: 0.66 },
    Room { rows: 10, lines: 6, bars: 6, items: 5, scale: 0.64 },
    Room { rows: 9, lines: 6, bars: 6, items: 5, scale: 0.64 },
    Room { rows: 8, lines: 6, bars: 6, items: 4, scale: 0.64 },
    Room { rows: 8, lines: 6, bars: 5, items: 4, scale: 0.64 },
    Room { rows: 7, lines: 6, bars: 5, items: 4, scale: 0.64 },
    Room { rows: 7, lines: 5, bars: 5, items: 4, scale: 0.64 },
    Room { rows: 6, lines: 5, bars: 5, items: 4, scale: 0.62 },
    Room { rows: 6, lines: 4, bars: 5, items: 3, scale: 0.62 },
    Room { rows: 6, lines: 4, bars: 4, items: 3, scale: 0.62 },
    Room { rows: 5, lines: 3, bars: 4, items: 3, scale: 0.62 },
    Room { rows: 5, lines: 2, bars: 4, items: 2, scale: 0.60 },
    Room { rows: 3, lines: 2, bars: 3, items: 1, scale: 0.60 },
];
