//! Words of views and flags, looked up in the site.
