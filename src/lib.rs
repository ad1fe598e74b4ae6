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
//! | [`command`] | every user action: name, hint, keys |
//! | [`ui`] | pictures: draws what it is shown, says what was asked for |
//! | [`app`] | the running window |
//! | [`cli`] | the same jobs without a window |

pub mod analysis;
pub mod app;
pub mod catalogue;
pub mod cli;
pub mod command;
pub mod export;
pub mod report;
pub mod session;
pub mod store;
pub mod ui;
