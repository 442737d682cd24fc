package io.leveret.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.ConsoleAppender;
import io.leveret.api.log.LogFeed;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/**
 * Sends the log to stderr. Only {@link Main} calls this: a broker inside somebody else's program logs where that
 * program wants. In code, because a file on the class path would configure that program as well.
 */
final class Logging {

    private static final String STDERR = "stderr";
    private static final String BEGIN = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level ";

    /** One event, one line: a client's names may hold line breaks. */
    private static final String MESSAGE = "%replace(%msg){'\\p{Cntrl}+', ' '}%n";

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");
    private static final String FOR_OPERATORS = BEGIN + MESSAGE;
    private static final String FOR_DEVELOPERS = BEGIN + "[%thread] %logger{0}: " + MESSAGE;

    private Logging() {}

    /** Has the last lines kept, whatever else becomes of them. To be called once it is said where the log goes. */
    static void keep(LogRing ring) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                ring.add(event.getTimeStamp(), LogFeed.Level.valueOf(event.getLevel().levelStr), event.getLoggerName(), event.getThreadName(),
                        CONTROL.matcher(event.getFormattedMessage()).replaceAll(" "), ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        };
        appender.setContext(context);
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    }

    static void toStderr(LogLevel level) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();

        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(UTF_8);
        encoder.setPattern(level.compareTo(LogLevel.INFO) > 0 ? FOR_DEVELOPERS : FOR_OPERATORS);
        encoder.start();

        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();

        LogWriter writer = new LogWriter(context, appender);
        writer.setName(STDERR);
        writer.start();

        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(writer);
        root.setLevel(Level.valueOf(level.name()));
        if (level.compareTo(LogLevel.WARN) > 0) context.getLogger("io.netty").setLevel(Level.WARN); // it talks a lot
    }

    /** Waits a moment until stderr has all that was logged. Nothing that is logged after that goes there. */
    static void end() {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) return;
        Appender<ILoggingEvent> writer = context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(STDERR);
        if (writer != null) writer.stop();
    }
}
