#!/bin/sh
# librabbitmq's command line tools, the C client in a shell. Usage: amqp_tools.sh amqp://...
set -eu
uri=$1
queue="interop.tools.$$"

fail() { echo "$1" >&2; exit 1; }
same() { [ "$1" = "$2" ] || fail "expected '$2' but got '$1'"; }

echo "declares a queue"
same "$(amqp-declare-queue --url="$uri" --queue="$queue" --durable)" "$queue"
trap 'amqp-delete-queue --url="$uri" --queue="$queue" >/dev/null 2>&1 || true' EXIT

echo "finds nothing in an empty queue"
status=0
amqp-get --url="$uri" --queue="$queue" || status=$?
same "$status" 2

echo "gets what was published"
amqp-publish --url="$uri" --routing-key="$queue" --persistent --content-type=text/plain --header="colour: red" --body="hello"
same "$(amqp-get --url="$uri" --queue="$queue")" "hello"

echo "consumes line by line, in order"
printf 'one\ntwo\nthree\n' | amqp-publish --url="$uri" --routing-key="$queue" --line-buffered
same "$(amqp-consume --url="$uri" --queue="$queue" --count=3 --prefetch-count=1 cat | tr -d '\n')" "onetwothree"

echo "consumes what an exchange routes"
received=$(mktemp)
amqp-consume --url="$uri" --queue="" --exchange=amq.topic --routing-key="$queue.*" --exclusive --no-ack --count=1 cat >"$received" &
consumer=$!
# Nothing tells when the private queue is bound, so the message is repeated until the consumer has one and ends.
while kill -0 "$consumer" 2>/dev/null; do
    amqp-publish --url="$uri" --exchange=amq.topic --routing-key="$queue.news" --body="news"
done
wait "$consumer"
same "$(cat "$received")" "news"
rm "$received"

echo "carries a big body"
head -c 1000000 /dev/zero | tr '\0' 'x' | amqp-publish --url="$uri" --routing-key="$queue"
same "$(amqp-get --url="$uri" --queue="$queue" | wc -c | tr -d ' ')" 1000000

echo "deletes the queue"
amqp-publish --url="$uri" --routing-key="$queue" --body="last"
same "$(amqp-delete-queue --url="$uri" --queue="$queue")" 1
amqp-get --url="$uri" --queue="$queue" 2>/dev/null && fail "the queue is still there"
exit 0
