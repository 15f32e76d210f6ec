"""The HTTP server under the web chat, the dashboard and the webhook: who may connect, and for how long."""
