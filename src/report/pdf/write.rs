//! Pages and tree → the bytes of a PDF, checked against its standards on the way out.

use jiff::civil::Date;
use krilla::action::LinkAction;
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, Configuration, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::error::{KrillaError, KrillaResult};
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, Node as TagNode, SpanTag, Tag, TagGroup,
    TagTree,
};
use krilla::{Document, SerializeSettings};

use super::flow::{Kid, Mark, Node, Op, Place};

/// A run of pages with a tree of their own.
pub struct Part {
    pub pages: Vec<Vec<Op>>,
    pub places: Vec<Place>,
    pub tree: Option<Node>,
}

/// Everything that is written.
pub struct Written<'a> {
    pub parts: &'a [Part],
    /// Width and height of a page.
    pub size: (f32, f32),
    pub title: &'a str,
    pub date: Option<Date>,
    pub version: &'a str,
}

/// What the file promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standard {
    /// PDF/UA-1 and PDF/A-2a.
    Both,
    /// PDF/UA-1 alone.
    Accessible,
    /// Tagged, without a promise.
    Plain,
}

/// The identifiers of a leaf: its content, and the link over it.
type Leaf = (Identifier, Option<Identifier>);

/// Writes the file; none where the standard does not allow what is in it.
pub fn write(written: &Written<'_>, standard: Standard) -> KrillaResult<Option<Vec<u8>>> {
    let settings =
        SerializeSettings { configuration: configuration(standard), ..Default::default() };
    let mut document = Document::new_with(settings);
    document.set_metadata(metadata(written));
    let (mut tree, mut outline) = (TagTree::new().with_lang(Some("en".to_owned())), Outline::new());
    let mut before = 0;
    for part in written.parts {
        let leaves = draw(&mut document, written.size, &part.pages);
        if let Some(node) = &part.tree {
            tree.push(group(node, &leaves));
        }
        for place in &part.places {
            let there = Point::from_xy(0.0, (place.y - 12.0).max(0.0));
            let there = XyzDestination::new(before + place.page, there);
            outline.push_child(OutlineNode::new(place.name.clone(), there));
        }
        before += part.pages.len();
    }
    document.set_outline(outline);
    document.set_tag_tree(tree);
    match document.finish() {
        Ok(bytes) => Ok(Some(bytes)),
        Err(KrillaError::Validation(_)) if standard != Standard::Plain => Ok(None),
        Err(error) => Err(error),
    }
}

fn configuration(standard: Standard) -> Configuration {
    let builder = match standard {
        Standard::Both => ConfigurationBuilder::new()
            .with_accessibility_validator(Accessibility::UA1)
            .with_archival_validator(Archival::A2_A),
        Standard::Accessible => {
            ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1)
        }
        Standard::Plain => ConfigurationBuilder::new(),
    };
    builder.finish().unwrap_or_default()
}

fn metadata(written: &Written<'_>) -> Metadata {
    let program = format!("Weighbridge {}", written.version);
    let metadata = Metadata::new()
        .title(written.title.to_owned())
        .language("en".to_owned())
        .creator(program.clone())
        .producer(program);
    let Some(date) = written.date else { return metadata };
    let part = |number: i8| u8::try_from(number).unwrap_or(1);
    let year = DateTime::new(u16::try_from(date.year()).unwrap_or_default());
    metadata.creation_date(
        year.month(part(date.month()))
            .day(part(date.day()))
            .hour(0)
            .minute(0)
            .second(0)
            .utc_offset_hour(0),
    )
}

/// Draws pages, and says which content each leaf of their tree became.
fn draw(document: &mut Document, size: (f32, f32), pages: &[Vec<Op>]) -> Vec<Option<Leaf>> {
    let mut leaves: Vec<Option<Leaf>> = Vec::new();
    for ops in pages {
        let Some(settings) = PageSettings::from_wh(size.0, size.1) else { continue };
        let mut page = document.start_page_with(settings);
        let mut links = Vec::new();
        let mut surface = page.surface();
        for op in ops {
            let tag = match op.leaf {
                Some(_) => ContentTag::Span(SpanTag::empty()),
                None => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
            };
            let tag = if matches!(op.mark, Mark::Group(_)) { ContentTag::Other } else { tag };
            let identifier = surface.start_tagged(tag);
            mark(&mut surface, &op.mark);
            surface.end_tagged();
            let Some(leaf) = op.leaf else { continue };
            if leaves.len() <= leaf {
                leaves.resize(leaf + 1, None);
            }
            if let Some(place) = leaves.get_mut(leaf) {
                *place = Some((identifier, None));
            }
            links.extend(op.link.as_ref().map(|link| (leaf, link)));
        }
        surface.finish();
        for (leaf, (to, [left, top, right, bottom])) in links {
            let Some(area) = Rect::from_ltrb(*left, *top, *right, *bottom) else { continue };
            let target = Target::Action(LinkAction::new(to.clone()).into());
            let link = Annotation::new_link(LinkAnnotation::new(area, target), Some(to.clone()));
            let identifier = page.add_tagged_annotation(link);
            if let Some(Some(place)) = leaves.get_mut(leaf) {
                place.1 = Some(identifier);
            }
        }
        page.finish();
    }
    leaves
}

fn group(node: &Node, leaves: &[Option<Leaf>]) -> TagGroup {
    let leaf = |at: usize| leaves.get(at).copied().flatten();
    let mut group = TagGroup::new(node.tag.clone());
    for kid in &node.kids {
        match kid {
            Kid::Node(node) => group.push(self::group(node, leaves)),
            Kid::Leaf(at) => group.children.extend(leaf(*at).map(|(text, _)| text.into())),
            Kid::Link(at) => {
                let Some((text, link)) = leaf(*at) else { continue };
                let parts = [Some(text), link].into_iter().flatten().map(TagNode::from);
                group.push(TagGroup::with_children(Tag::Link, parts.collect()));
            }
        }
    }
    group
}

fn mark(surface: &mut Surface<'_>, mark: &Mark) {
    match mark {
        Mark::Group(marks) => marks.iter().for_each(|one| self::mark(surface, one)),
        Mark::Bar { x, y, width, height, corner, colour } => {
            let Some(path) = bar([*x, *y, *width, *height], *corner) else { return };
            surface.set_fill(Some(fill(*colour)));
            surface.draw_path(&path);
        }
        Mark::Text { x, y, line } => {
            for piece in &line.pieces {
                surface.set_fill(Some(fill(piece.colour)));
                let start = Point::from_xy(x + piece.x, *y);
                let font = piece.font.clone();
                surface.draw_glyphs(start, &piece.glyphs, font, &piece.text, piece.size, false);
            }
        }
    }
}

fn fill([red, green, blue]: [u8; 3]) -> Fill {
    Fill {
        paint: rgb::Color::new(red, green, blue).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    }
}

/// A rectangle whose corners are cut round; none where it has no area.
fn bar([x, y, width, height]: [f32; 4], corner: f32) -> Option<Path> {
    let area =
        Rect::from_xywh(x, y, width, height).filter(|a| a.width() > 0.0 && a.height() > 0.0)?;
    let (left, top, right, bottom) = (area.left(), area.top(), area.right(), area.bottom());
    let round = corner.min(width / 2.0).min(height / 2.0);
    let mut path = PathBuilder::new();
    path.move_to(left + round, top);
    path.line_to(right - round, top);
    path.quad_to(right, top, right, top + round);
    path.line_to(right, bottom - round);
    path.quad_to(right, bottom, right - round, bottom);
    path.line_to(left + round, bottom);
    path.quad_to(left, bottom, left, bottom - round);
    path.line_to(left, top + round);
    path.quad_to(left, top, left + round, top);
    path.close();
    path.finish()
}
