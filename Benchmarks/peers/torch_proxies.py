"""Zero-cost proxies in PyTorch, by the formulas of their papers, on the networks, weights and
images that tgnas has."""

import importlib.util
import os

import numpy as np
import torch
from torch import nn

import data

LAYERS = (nn.Conv2d, nn.Linear)


def layers(network):
    return [module for module in network.modules() if isinstance(module, LAYERS)]


def gradients_of(value, tensors, **settings):
    """Idle layers have none: zeros."""
    found = torch.autograd.grad(value, tensors, allow_unused=True, **settings)
    return [torch.zeros_like(t) if g is None else g for t, g in zip(tensors, found)]


def loss_gradients(network, images, labels, create_graph=False):
    loss = nn.functional.cross_entropy(network(images), labels)
    weights = [layer.weight for layer in layers(network)]
    return weights, gradients_of(loss, weights, create_graph=create_graph)


def snip(network, images, labels):
    return sum((w * g).abs().sum() for w, g in zip(*loss_gradients(network, images, labels)))


def fisher(network, images, labels):
    kept = []
    hooks = [
        layer.register_forward_hook(lambda layer, _, output: kept.append((layer, output)))
        for layer in layers(network)
    ]
    loss = nn.functional.cross_entropy(network(images), labels)
    for hook in hooks:
        hook.remove()
    gradients = gradients_of(loss, [output for _, output in kept])
    total = 0
    for (layer, output), gradient in zip(kept, gradients):
        products = output.detach() * gradient
        if products.dim() == 4:
            products = products.sum((2, 3))
        total += (products ** 2).mean(0).sum() / 2 * layer.weight[0].numel()
    return total


def synflow(network, images, labels):
    # Batch norms are left out, all parameters are positive.
    norms = [module for module in network.modules() if isinstance(module, nn.BatchNorm2d)]
    known = {name: values.clone() for name, values in network.state_dict().items()}
    forwards = [norm.forward for norm in norms]
    network.double()
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.abs_()
    for norm in norms:
        norm.forward = lambda x: x
    ones = torch.ones(1, *images.shape[1:], dtype=torch.float64)
    weights = [layer.weight for layer in layers(network)]
    gradients = gradients_of(network(ones).sum(), weights)
    value = sum((w * g).abs().sum() for w, g in zip(weights, gradients)).log()
    for norm, forward in zip(norms, forwards):
        norm.forward = forward
    network.float()
    network.load_state_dict(known)
    return value


def jacov(network, images, labels):
    images = images.clone().requires_grad_()
    rows = torch.autograd.grad(network(images).sum(), images)[0].flatten(1)
    values = np.linalg.eigvalsh(np.corrcoef(rows.double().numpy()))
    return -np.sum(np.log(values + 1e-5) + 1 / (values + 1e-5))


def nwot(network, images, labels):
    count = len(images)
    kernel = np.zeros((count, count))

    def rectify(x):
        nonlocal kernel
        codes = (x.flatten(1) > 0).float()
        kernel = kernel + (codes @ codes.T + (1 - codes) @ (1 - codes).T).double().numpy()
        return known(x)

    # Exported networks call the function.
    known, torch.relu = torch.relu, rectify
    with torch.no_grad():
        network(images)
    torch.relu = known
    return np.linalg.slogdet(kernel)[1]


def grasp(network, images, labels):
    weights, gradients = loss_gradients(network, images, labels, create_graph=True)
    product = sum((g * g.detach()).sum() for g in gradients)
    seconds = gradients_of(product, weights)
    return -sum((w * s).sum() for w, s in zip(weights, seconds))


def zico(network, images, labels):
    batches = []
    for number in range(4):
        others = images if number == 0 else torch.randn_like(images)
        batches.append([g.detach() for g in loss_gradients(network, others, labels)[1]])
    score = 0.0
    for gradients in zip(*batches):
        stacked = torch.stack(gradients)
        deviation = stacked.std(0, unbiased=False)
        moving = deviation > 0
        total = (stacked.abs().mean(0)[moving] / deviation[moving]).sum()
        if total > 0:
            score += total.log()
    return score


def zen(network, images, labels):
    with torch.no_grad():
        for layer in layers(network):
            nn.init.normal_(layer.weight)
        variances, features = [], []
        hooks = [
            module.register_forward_hook(
                lambda _, inputs, __: variances.append(inputs[0].var((0, 2, 3)).mean()))
            for module in network.modules() if isinstance(module, nn.BatchNorm2d)
        ]
        # What the head averages is what its activation puts out.
        known, last = torch.relu, None

        def rectify(x):
            nonlocal last
            last = known(x)
            return last

        torch.relu = rectify
        noise = torch.randn_like(images)
        network(noise)
        features.append(last)
        network(noise + 0.01 * torch.randn_like(images))
        features.append(last)
        torch.relu = known
        for hook in hooks:
            hook.remove()
        half = len(variances) // 2
        score = sum(
            torch.log(0.81 + 0.09 * a + 0.1 * b) / 2
            for a, b in zip(variances[:half], variances[half:]))
        change = (features[0] - features[-1]).abs().sum() / len(images)
        return score + change.log()


def kaiming(network):
    with torch.no_grad():
        for layer in layers(network):
            nn.init.kaiming_normal_(layer.weight, mode="fan_in", nonlinearity="relu")


def blocks(network, images):
    """What the stem, each cell and each reduction put out."""
    kaiming(network)
    maps, x = [], torch.randn_like(images).requires_grad_()
    for part in list(network.parts)[:-1]:
        x = part(x)
        maps.append(x)
    return maps


def expressivity(network, images, labels):
    with torch.no_grad():
        score = 0.0
        for features in blocks(network, images):
            rows = features.permute(0, 2, 3, 1).flatten(0, 2)
            rows = rows - rows.mean(0)
            values = torch.linalg.eigvalsh(rows.T @ rows)
            shares = values / values.sum()
            score += -(shares * (shares + 1e-8).log()).sum()
        return score


def trainability(network, images, labels):
    maps, scores = blocks(network, images), []
    for before, behind in zip(maps, maps[1:]):
        signs = torch.randint(0, 2, behind.shape).float() * 2 - 1
        arriving = torch.autograd.grad(behind, before, signs, retain_graph=True)[0]
        if arriving.shape[2] != signs.shape[2]:
            arriving = nn.functional.pixel_unshuffle(
                arriving, arriving.shape[2] // signs.shape[2])
        rows = signs.permute(0, 2, 3, 1).flatten(0, 2)
        product = arriving.permute(0, 2, 3, 1).flatten(0, 2).T @ rows / len(rows)
        largest = torch.linalg.svdvals(product).max()
        scores.append(2 - largest - 1 / (largest + 1e-6))
    return sum(scores) / len(scores)


def load(folder, number):
    path = folder / f"proxy_network_{number}.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    network = module.Network().train()
    tensors, _ = data.read(path.with_suffix(".h5"))
    given = data.parameters(tensors)
    modules = [
        module for module in network.modules()
        if isinstance(module, LAYERS + (nn.BatchNorm2d,))
    ]
    if len(given) != len(modules):
        raise ValueError(f"{len(given)} layers with parameters, expected {len(modules)}")
    with torch.no_grad():
        for module, (_, values) in zip(modules, sorted(given.items())):
            parts = list(module.parameters())
            if sum(part.numel() for part in parts) != len(values):
                raise ValueError("layers stand in another order")
            for part in parts:
                part.copy_(torch.from_numpy(values[:part.numel()]).reshape(part.shape))
                values = values[part.numel():]
    side = int((tensors["images"].shape[1] / 3) ** 0.5)
    images = torch.from_numpy(tensors["images"]).reshape(-1, 3, side, side)
    labels = torch.from_numpy(tensors["labels"]).long()
    known = {
        name.removeprefix("values/"): float(value[0])
        for name, value in tensors.items() if name.startswith("values/")
    }
    return (network, images, labels), known


def prepare(folder, threads):
    torch.set_num_threads(threads)
    proxies = {
        function.__name__: function
        for function in (
            synflow, snip, fisher, jacov, nwot, grasp, zico, zen, expressivity, trainability)
    }
    count = len([name for name in os.listdir(folder) if name.startswith("proxy_network_")]) // 2
    cases = [load(folder, number) for number in range(count)]
    difference = 0.0
    for case, known in cases:
        for name, value in known.items():
            found = float(torch.as_tensor(proxies[name](*case)).detach())
            error = abs(found - value) / max(1e-9, abs(value))
            difference = max(difference, error)
            # Units near 0 may be active in one program and not in the other, and terms of GraSP
            # cancel out.
            if not error < (0.2 if name == "grasp" else 0.02):
                raise SystemExit(f"{name} is {found}, expected {value}")

    def run(function):
        for case, _ in cases:
            function(*case)

    return {"version": f"PyTorch {torch.__version__}", "difference": difference}, {
        name: lambda function=function: data.timed(lambda: run(function))
        for name, function in proxies.items()
    }
