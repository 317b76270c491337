"""手机应用口令: app passwords for ODK Collect and KoboCollect, one for each telephone."""
