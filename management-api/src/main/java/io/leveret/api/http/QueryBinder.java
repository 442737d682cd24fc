package io.leveret.api.http;

import io.leveret.api.json.Query;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Gives controllers what stands behind the question mark. */
@Singleton
final class QueryBinder implements TypedRequestArgumentBinder<Query> {

    @Override
    public BindingResult<Query> bind(ArgumentConversionContext<Query> context, HttpRequest<?> request) {
        return () -> Optional.of(new Query(request.getParameters().asMap()));
    }

    @Override
    public Argument<Query> argumentType() {
        return Argument.of(Query.class);
    }
}
