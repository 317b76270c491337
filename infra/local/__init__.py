"""The local stack: backing services, the services and the gateway on one machine."""
