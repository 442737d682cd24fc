package io.leveret.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.HttpData;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.ErrorDataDecoderException;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A file that comes as the body, as scripts send it, or in a form, as browsers do.
 *
 * @param redirect where the browser is to go on, if it said so
 */
record Upload(@Nullable String file, @Nullable String redirect) {

    private static final String FORM = "multipart/form-data";

    /** No scheme, no host, nothing that ends a header. */
    private static final Pattern WITHIN_THIS_SITE = Pattern.compile("(?!//)[\\w./#?&=%-]*");

    /** @throws ApiException 400 when there is no file in the form */
    static Upload of(HttpRequest<?> request, @Nullable String body) {
        String type = request.getHeaders().get("Content-Type");
        if (type == null || !type.regionMatches(true, 0, FORM, 0, FORM.length())) return new Upload(body, null);
        Map<String, String> fields = fields(type, body == null ? "" : body);
        if (!fields.containsKey("file")) throw malformed();
        return new Upload(fields.get("file"), fields.get("redirect"));
    }

    /** To another site nobody is sent. */
    HttpResponse<?> answer() {
        if (redirect == null || !WITHIN_THIS_SITE.matcher(redirect).matches()) return Answers.done();
        return HttpResponse.status(HttpStatus.SEE_OTHER).header("Location", redirect);
    }

    private static Map<String, String> fields(String type, String body) {
        DefaultFullHttpRequest form = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/", Unpooled.copiedBuffer(body, UTF_8));
        form.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
        Map<String, String> fields = new HashMap<>();
        try {
            HttpPostMultipartRequestDecoder decoder = new HttpPostMultipartRequestDecoder(new DefaultHttpDataFactory(false), form);
            try {
                for (InterfaceHttpData part : decoder.getBodyHttpDatas()) {
                    if (part instanceof HttpData data) fields.put(data.getName(), data.getString(UTF_8));
                }
            } finally {
                decoder.destroy();
            }
        } catch (ErrorDataDecoderException e) {
            throw malformed();
        } catch (IOException e) {
            throw new UncheckedIOException("what is in memory can be read", e);
        }
        return fields;
    }

    private static ApiException malformed() {
        return ApiException.badRequest("failed_to_parse_json");
    }
}
