/** Single resources as the classic client sends them: forms and JSON, made into datafiles. */
package dev.nightjar.server.push;
