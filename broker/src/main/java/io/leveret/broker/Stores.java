package io.leveret.broker;

import io.leveret.engine.store.CatalogContents;
import io.leveret.engine.store.CatalogStore;
import io.leveret.engine.store.MessageStore;
import io.leveret.engine.store.TransientStore;

/** Where a broker keeps things, and what was there when it was opened. */
record Stores(CatalogStore catalog, MessageStore messages, CatalogContents contents) {

    static Stores inMemory() {
        TransientStore store = new TransientStore();
        return new Stores(store, store, CatalogContents.EMPTY);
    }
}
