/** The files of a project folder. */
package dev.nightjar.cli.files;
