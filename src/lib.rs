//! Weighbridge: a workbench for one architecture decision, Django ORM or SQLAlchemy.
//!
//! Imports go down this list only:
//!
//! | room | holds |
//! |---|---|
//! | [`session`] | the document, and the edits that change it |
//! | [`catalogue`] | what the workbench knows of the two ORMs |
//! | [`analysis`] | session → verdict |
//! | [`store`] | files: the RON format, safe saving, importing a table |

pub mod analysis;
pub mod catalogue;
pub mod session;
pub mod store;
