package io.leveret.engine.management;

import io.leveret.codec.value.FieldTable;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.exchange.Binding;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.view.BindingInfo;
import io.leveret.engine.view.DestinationKind;

/** Bindings as they are shown. */
final class Bindings {

    private Bindings() {
    }

    static BindingInfo info(VirtualHost host, Binding binding) {
        DestinationKind kind = binding.destination() instanceof Exchange ? DestinationKind.EXCHANGE : DestinationKind.QUEUE;
        return new BindingInfo(host.name(), binding.source(), kind, binding.destination().name(), binding.key(),
            binding.arguments());
    }

    /** The one that every queue has to the default exchange. */
    static BindingInfo implicit(VirtualHost host, QueueRef queue) {
        return new BindingInfo(host.name(), "", DestinationKind.QUEUE, queue.name(), queue.name(), FieldTable.EMPTY);
    }
}
