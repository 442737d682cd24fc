/** Inputs for the HTTP API. */
package io.leveret.api;
