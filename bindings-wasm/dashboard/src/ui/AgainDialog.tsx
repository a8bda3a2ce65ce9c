import { useMemo } from "preact/hooks";
import type { Call } from "../model/order.ts";
import { useDesk } from "../state/desk.ts";
import { preview } from "../wire.ts";
import { Dialog } from "./Dialog.tsx";
import { Preview } from "./Preview.tsx";

interface Props {
  readonly title: string;
  readonly calls: readonly Call[];
  readonly onClose: () => void;
}

/** Part of an earlier run, to be looked at once more before it is sent. */
export function AgainDialog({ title, calls, onClose }: Props) {
  const { source } = useDesk();
  const requests = useMemo(() => calls.map((call) => preview(source.connection.value, call)), [calls]);
  return (
    <Dialog title={title} wide onClose={onClose}>
      <Preview title={title} calls={calls} requests={requests} onSent={onClose} />
    </Dialog>
  );
}
