# The identity provider that tests sign in by: npm's oidc-provider, as its lock file has it. Sourced
# by ./dev.

identity_provider() { node_packages "Identity provider of the tests" tests/identity; }
