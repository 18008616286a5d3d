//! Campaigns, quotas and units as they are loaded from data files.
