/** The document of all routes, in OpenAPI's terms. */
package io.leveret.api.openapi;
