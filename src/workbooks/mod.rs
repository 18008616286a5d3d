//! Excel workbooks that go out.
