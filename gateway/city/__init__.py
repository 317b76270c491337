"""The city's own sign-in (统一身份认证), by OpenID Connect: who somebody is, not what they may."""
