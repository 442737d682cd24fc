/** What holds for every request: paths, who is asking, errors, headers. */
package io.leveret.api.http;
