import Networks
import Wording

/// The part of a PyTorch file that trains its network: stochastic gradient descent with Nesterov's
/// momentum and a cosine schedule, as cells of these spaces are trained in their papers.
enum PyTorchTraining {
  /// The text that follows the class `Network`.
  static func text(of exported: ExportedNetwork) -> String {
    let image = exported.network.layers[0].shape
    return """
      ARCHITECTURE = "\(escapedForPython(exported.architecture))"
      DATA_SET = "\(escapedForPython(exported.dataSet.name))"
      CHANNELS, HEIGHT, WIDTH = \(image.channels), \(image.height), \(image.width)
      CLASSES = \(exported.dataSet.classes)

      """ + script
  }

  private static let script = #"""


    def read(options):
        """Images (bytes, [n, channels, rows, columns]) and labels: to train on, and to test."""
        import pathlib

        path = pathlib.Path(options.data)
        if path.is_file():
            import h5py

            with h5py.File(path) as file:
                names = ["train_", "test_"] if "train_images" in file else [""]
                sets = [
                    (torch.from_numpy(file[name + "images"][:]).permute(0, 3, 1, 2),
                     torch.from_numpy(file[name + "labels"][:]).long())
                    for name in names if name + "images" in file
                ]
            return sets[0], sets[1] if len(sets) > 1 else None
        from torchvision import datasets, transforms

        if (path / "train").is_dir():
            size = transforms.Compose([
                transforms.Resize((HEIGHT, WIDTH)), transforms.PILToTensor(),
            ])
            sets = [
                datasets.ImageFolder(path / name, size)
                for name in ("train", "test") if (path / name).is_dir()
            ]
            if len(sets[0].classes) != CLASSES:
                raise SystemExit(
                    f"{path}/train has {len(sets[0].classes)} classes; the network has {CLASSES}. "
                    "Describe your data set in the space file and export again."
                )
            if len({tuple(part.classes) for part in sets}) > 1:
                raise SystemExit(f"{path}/test has other classes than {path}/train")
            found = [
                (torch.stack([image for image, _ in part]), torch.tensor(part.targets))
                for part in sets
            ]
            return found[0], found[1] if len(found) > 1 else None
        kinds = {"cifar10": datasets.CIFAR10, "cifar100": datasets.CIFAR100}
        if DATA_SET not in kinds:
            raise SystemExit(
                f"{path} holds no folder \"train\" with a folder of images for each class, and "
                f"there is no reader for {DATA_SET}"
            )
        found = []
        for train in (True, False):
            part = kinds[DATA_SET](path, train=train, download=options.download)
            images = torch.from_numpy(part.data).permute(0, 3, 1, 2)
            found.append((images, torch.tensor(part.targets)))
        return found[0], found[1]


    def augmented(images):
        """The batch with every image flipped or not, and shifted by up to an eighth of its size."""
        flipped = torch.rand(len(images), device=images.device) < 0.5
        images = torch.where(flipped[:, None, None, None], images.flip(3), images)
        rows, columns = max(1, HEIGHT // 8), max(1, WIDTH // 8)
        padded = nn.functional.pad(images, (columns, columns, rows, rows))
        top = torch.randint(2 * rows + 1, (1,)).item()
        left = torch.randint(2 * columns + 1, (1,)).item()
        return padded[:, :, top:top + HEIGHT, left:left + WIDTH]


    def accuracy(network, images, labels, scale, batch):
        """The share of images whose class is found, in per cent."""
        network.eval()
        hits = 0
        with torch.no_grad():
            for part, truth in zip(images.split(batch), labels.split(batch)):
                hits += (network(scale(part)).argmax(1) == truth).sum().item()
        return 100 * hits / len(labels)


    def train(options):
        """Trains the network; returns the accuracies in per cent, and how long it took."""
        import math
        import os
        import time

        started = time.time()
        torch.manual_seed(options.seed)
        device = options.device or ("cuda" if torch.cuda.is_available() else "cpu")
        try:
            (images, labels), test = read(options)
        except (OSError, RuntimeError, KeyError) as error:
            raise SystemExit(
                f"{options.data}: {error} (--data names the images; --download fetches CIFAR)"
            ) from None
        if images.shape[1:] != (CHANNELS, HEIGHT, WIDTH):
            raise SystemExit(
                f"the images are {tuple(images.shape[1:])}; expected {(CHANNELS, HEIGHT, WIDTH)}"
            )
        if int(labels.max()) >= CLASSES:
            raise SystemExit(f"there is a class {int(labels.max())}; expected 0 to {CLASSES - 1}")
        # The same images validate every network, whatever its seed.
        order = torch.randperm(len(images), generator=torch.Generator().manual_seed(0))
        held_out = round(options.validation * len(images))
        valid, rest = order[:held_out], order[held_out:]
        if options.limit:
            rest = rest[:options.limit]
        valid_images, valid_labels = images[valid].to(device), labels[valid].to(device)
        images, labels = images[rest].to(device), labels[rest].to(device)
        numbers = images.float() / 255
        mean = numbers.mean((0, 2, 3)).view(1, -1, 1, 1)
        spread = numbers.std((0, 2, 3)).view(1, -1, 1, 1).clamp(min=1e-6)
        del numbers

        def scale(part):
            return (part.float() / 255 - mean) / spread

        network = Network().to(device)
        if device != "cpu":
            network = network.to(memory_format=torch.channels_last)
        optimizer = torch.optim.SGD(
            network.parameters(), options.rate, 0.9, weight_decay=options.decay, nesterov=True
        )
        steps = max(1, len(images) // options.batch)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer,
            lambda step: 0.5 * (1 + math.cos(math.pi * min(1, step / (options.epochs * steps)))),
        )
        half = device.startswith("cuda") and not options.full_precision
        scaler = torch.amp.GradScaler(enabled=half)
        state = {
            "network": network, "optimizer": optimizer, "schedule": schedule, "scaler": scaler,
        }
        first, before = 0, 0.0
        if os.path.exists(options.checkpoint):
            saved = torch.load(options.checkpoint, map_location=device, weights_only=True)
            if saved["of"] != [ARCHITECTURE, options.seed, options.epochs]:
                raise SystemExit(
                    f"{options.checkpoint} is of another architecture, seed or number of epochs; "
                    "name another file with --checkpoint, or remove it"
                )
            for name, part in state.items():
                part.load_state_dict(saved[name])
            torch.set_rng_state(saved["random"].cpu())
            first, before = saved["epoch"], saved["seconds"]
            print(f"goes on after epoch {first} of {options.epochs}", flush=True)
        for epoch in range(first, options.epochs):
            network.train()
            total = 0.0
            order = torch.randperm(len(images))[:steps * options.batch]
            for chosen in order.to(device).split(options.batch):
                with torch.autocast(device.split(":")[0], enabled=half):
                    output = network(augmented(scale(images[chosen])))
                    loss = nn.functional.cross_entropy(output, labels[chosen])
                if not torch.isfinite(loss):
                    return None, None, before + time.time() - started
                optimizer.zero_grad(set_to_none=True)
                scaler.scale(loss).backward()
                scaler.unscale_(optimizer)
                nn.utils.clip_grad_norm_(network.parameters(), 5)
                scaler.step(optimizer)
                scaler.update()
                schedule.step()
                total += loss.item()
            print(f"epoch {epoch + 1} of {options.epochs}: loss {total / steps:.4f}", flush=True)
            saved = {name: part.state_dict() for name, part in state.items()} | {
                "of": [ARCHITECTURE, options.seed, options.epochs], "epoch": epoch + 1,
                "seconds": before + time.time() - started, "random": torch.get_rng_state(),
            }
            # A process that is killed while it writes leaves the checkpoint before.
            torch.save(saved, options.checkpoint + ".new")
            os.replace(options.checkpoint + ".new", options.checkpoint)
        found = accuracy(network, valid_images, valid_labels, scale, options.batch)
        tested = None
        if test is not None:
            tested = accuracy(
                network, test[0].to(device), test[1].to(device), scale, options.batch
            )
        return found, tested, before + time.time() - started


    def append(path, row):
        """Appends a row to a CSV file, which begins with the names of its columns."""
        import csv
        import io
        import os

        text = io.StringIO()
        writer = csv.DictWriter(text, row, lineterminator="\n")
        if not os.path.exists(path) or os.path.getsize(path) == 0:
            writer.writeheader()
        writer.writerow(row)
        with open(path, "a", encoding="utf-8") as file:
            file.write(text.getvalue())


    def main():
        import argparse

        parser = argparse.ArgumentParser(description=f"Trains {ARCHITECTURE} on {DATA_SET}.")
        parser.add_argument(
            "--data", default="data",
            help="a folder with train/CLASS/IMAGE (and test/CLASS/IMAGE), an HDF5 file of images "
            "[n, rows, columns, channels] and labels (or train_images and so on), or where "
            "torchvision keeps CIFAR-10 and CIFAR-100 (default: data)",
        )
        parser.add_argument(
            "--download", action="store_true", help="let torchvision download CIFAR",
        )
        parser.add_argument("--epochs", type=int, default=200)
        parser.add_argument("--batch", type=int, default=128)
        parser.add_argument("--rate", type=float, default=0.1, help="the first learning rate")
        parser.add_argument("--decay", type=float, default=5e-4, help="weight decay")
        parser.add_argument("--seed", type=int, default=0)
        parser.add_argument(
            "--validation", type=float, default=0.1, help="the share of images that is held out",
        )
        parser.add_argument("--limit", type=int, default=0, help="train on so many images only")
        parser.add_argument("--device", help="such as cpu or cuda:1")
        parser.add_argument("--full-precision", action="store_true", help="no mixed precision")
        parser.add_argument("--checkpoint", default="checkpoint.pt", help="goes on from there")
        parser.add_argument("--results", default="results.csv", help="gets a row at the end")
        options = parser.parse_args()
        result, tested, seconds = train(options)
        append(options.results, {
            "arch": ARCHITECTURE,
            "result": "failed" if result is None else f"{result:.3f}",
            "test": "" if tested is None else f"{tested:.3f}",
            "epochs": options.epochs, "seed": options.seed, "seconds": f"{seconds:.0f}",
        })
        print(f"validation accuracy {result} %, test accuracy {tested} %, {seconds:.0f} s")


    if __name__ == "__main__":
        main()

    """#
}
