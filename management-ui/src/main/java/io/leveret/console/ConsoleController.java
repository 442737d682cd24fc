package io.leveret.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.util.Optional;

/** The console's page and its files, which anybody may have; all that they show has to be asked for with a name and a password. */
@Controller
final class ConsoleController {

    private static final String POLICY = "Content-Security-Policy";
    private static final String CHECK = "no-cache";
    private static final String FOREVER = "public, max-age=31536000, immutable";

    private final Assets own = new Assets("/console/");
    private final Assets libraries = new Assets("/META-INF/resources/webjars/");
    private final Asset index;
    private final String policy;

    ConsoleController() {
        String imports = own.text("importmap.json");
        String page = own.text("index.html").replace("@importmap@", imports).replace("@icons@", own.text("icons.svg"));
        this.index = Asset.of("text/html;charset=utf-8", page.getBytes(UTF_8));
        // The import map is the only script that does not lie in a file: it is allowed by what it says.
        this.policy = "default-src 'self'; script-src 'self' 'sha256-" + Asset.sha256(imports.getBytes(UTF_8)) + "'; "
            + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'none'";
    }

    /** The page. */
    @Get("/")
    HttpResponse<byte[]> index(HttpRequest<?> request) {
        return answer(request, index, CHECK).header(POLICY, policy).header("Referrer-Policy", "no-referrer");
    }

    /** What the page is made of. */
    @Get("/ui/{+path}")
    HttpResponse<byte[]> own(HttpRequest<?> request, String path) {
        return answer(request, own.find(path), CHECK);
    }

    /** Libraries: their versions stand in their paths, so nobody has to ask twice. */
    @Get("/webjars/{+path}")
    HttpResponse<byte[]> library(HttpRequest<?> request, String path) {
        return answer(request, libraries.find(path), FOREVER);
    }

    private static HttpResponse<byte[]> answer(HttpRequest<?> request, Optional<Asset> asset, String caching) {
        return asset.<HttpResponse<byte[]>>map(found -> answer(request, found, caching)).orElseGet(HttpResponse::notFound);
    }

    private static MutableHttpResponse<byte[]> answer(HttpRequest<?> request, Asset asset, String caching) {
        HttpHeaders asked = request.getHeaders();
        MutableHttpResponse<byte[]> response;
        if (asset.tag().equals(asked.get(HttpHeaders.IF_NONE_MATCH))) {
            response = HttpResponse.notModified();
        } else if (asked.get(HttpHeaders.ACCEPT_ENCODING, String.class).orElse("").contains("gzip")) {
            response = HttpResponse.ok(asset.packed()).header(HttpHeaders.CONTENT_TYPE, asset.type()).header(HttpHeaders.CONTENT_ENCODING, "gzip");
        } else {
            response = HttpResponse.ok(asset.plain()).header(HttpHeaders.CONTENT_TYPE, asset.type());
        }
        return response.header(HttpHeaders.ETAG, asset.tag()).header(HttpHeaders.CACHE_CONTROL, caching);
    }
}
