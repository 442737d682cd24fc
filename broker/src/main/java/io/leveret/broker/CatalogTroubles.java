package io.leveret.broker;

import io.leveret.persistence.catalog.CatalogListener;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log what the catalog has to complain about. */
final class CatalogTroubles implements CatalogListener {

    private static final Logger log = LoggerFactory.getLogger(CatalogTroubles.class);

    @Override
    public void diskFull(IOException reason) {
        log.error("declarations wait for room on the disk: {}", reason.getMessage());
    }

    @Override
    public void diskAvailable() {
        log.info("there is room on the disk for declarations again");
    }

    @Override
    public void failed(Throwable reason) {
        log.error("declarations cannot be stored any more, and are not confirmed: the broker has to be restarted", reason);
    }
}
