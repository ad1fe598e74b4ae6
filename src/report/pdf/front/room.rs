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

impl Room {
    /// The same with more lines for texts and less of what is listed, the least less first.
    pub(super) fn for_texts(self) -> impl Iterator<Item = Self> {
        const LESS: [(usize, usize); 7] = [(0, 0), (1, 0), (0, 1), (1, 1), (2, 0), (2, 1), (3, 1)];
        let Self { rows, bars, lines, .. } = self;
        let less = LESS.into_iter().filter(move |(row, bar)| rows >= 5 + row && bars >= 4 + bar);
        less.flat_map(move |(row, bar)| {
            let lines = (1..=4).map(move |more| lines + more);
            lines.map(move |lines| Self { rows: rows - row, bars: bars - bar, lines, ..self })
        })
    }

    /// So many lines of a text that should be short, unless there is room to spare.
    pub(super) fn few(self, lines: usize) -> usize {
        if self.lines > MOST_LINES { self.lines } else { self.lines.min(lines) }
    }
}

/// So many lines has a text at most until it is clear that there is room to spare.
const MOST_LINES: usize = 9;

/// From generous to close; where the closest does not fit, sections go overleaf.
pub(super) const ROOMS: [Room; 17] = [
    Room { rows: 14, lines: MOST_LINES, bars: 8, items: 6, scale: 0.66 },
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
    CLOSEST,
];

/// The closest of all.
pub(super) const CLOSEST: Room = Room { rows: 3, lines: 2, bars: 3, items: 1, scale: 0.60 };

/// A little more room for one thing, unless it has enough; told whether every text stands in full.
type More = fn(Room, bool) -> Option<Room>;

/// What a page that fits is given more of while it still fits, the first before the next.
pub(super) const MORE: [More; 4] = [
    |room, full| (!full && room.lines < 16).then_some(Room { lines: room.lines + 1, ..room }),
    |room, _| (room.items < 6).then_some(Room { items: room.items + 1, ..room }),
    |room, _| (room.rows < 14).then_some(Room { rows: room.rows + 1, ..room }),
    |room, _| (room.bars < 8).then_some(Room { bars: room.bars + 1, ..room }),
];
