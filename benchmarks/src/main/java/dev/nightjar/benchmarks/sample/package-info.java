/** Items, files and tables that the measurements are made with. */
package dev.nightjar.benchmarks.sample;
