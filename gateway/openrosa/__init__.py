"""OpenRosa 1.0: ODK Collect and KoboCollect as the field app. https://docs.getodk.org/openrosa/"""
