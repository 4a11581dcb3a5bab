/** The routes, in the shapes that Tinybird's clients read; each class knows one family of paths. */
package dev.nightjar.server.route;
