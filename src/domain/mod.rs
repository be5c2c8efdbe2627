//! Values and rules of a school's lists; no file, network, clock or terminal.

pub mod address;
pub mod audience;
pub mod class_list;
pub mod class_order;
pub mod delivery;
pub mod draft;
pub mod duration;
pub mod event;
pub mod hex;
pub mod host;
pub mod limits;
pub mod list;
pub mod list_name;
pub mod membership;
pub mod message;
pub mod mistyped;
pub mod provider;
pub mod rights;
pub mod schedule;
pub mod subscriber;
pub mod timeouts;
