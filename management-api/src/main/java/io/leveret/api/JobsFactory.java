package io.leveret.api;

import io.leveret.engine.browse.Jobs;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The jobs of this broker, which end with the API. */
@Factory
final class JobsFactory {

    @Singleton
    @Bean(preDestroy = "close")
    Jobs jobs() {
        return new Jobs(Clock.systemUTC());
    }
}
