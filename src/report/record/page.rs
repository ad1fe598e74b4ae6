//! A page of Markdown as readers of decision records want it: an empty line between any two blocks,
//! `*` lists, one heading of the first level, and no heading with nothing under it.

/// A part of a section. Its texts are escaped already.
pub(super) enum Block {
    /// A paragraph.
    Text(String),
    /// A list.
    List(Vec<String>),
}

/// A page in the making.
pub(super) struct Page(String);

impl Page {
    /// A page that begins with these lines, up to and with its title.
    pub(super) fn new(head: String) -> Self {
        Self(head + "\n")
    }

    /// A heading with what is under it; nothing when there is nothing.
    pub(super) fn section(&mut self, heading: &str, blocks: &[Block]) {
        if !blocks.is_empty() {
            self.heading(heading);
            self.blocks(blocks);
        }
    }

    /// A heading that a section stands under.
    pub(super) fn heading(&mut self, heading: &str) {
        self.paragraph(heading);
    }

    /// Blocks, without a heading.
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Text(text) => self.paragraph(text),
                Block::List(items) => {
                    let items: Vec<String> = items.iter().map(|item| format!("* {item}")).collect();
                    self.paragraph(&items.join("\n"));
                }
            }
        }
    }

    fn paragraph(&mut self, text: &str) {
        self.0.push('\n');
        self.0.push_str(text);
        self.0.push('\n');
    }

    /// The page's text.
    pub(super) fn finish(self) -> String {
        self.0
    }
}

/// A list, unless it is empty.
pub(super) fn list(items: Vec<String>) -> Option<Block> {
    (!items.is_empty()).then_some(Block::List(items))
}
