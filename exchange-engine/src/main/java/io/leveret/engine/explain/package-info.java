/** Why messages go where they go. Looks only: nothing is counted, remembered or moved. */
package io.leveret.engine.explain;
