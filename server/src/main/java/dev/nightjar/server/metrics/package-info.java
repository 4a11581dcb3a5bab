/** What Prometheus reads at {@code /metrics}. */
package dev.nightjar.server.metrics;
