"""Starting a run."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from xueheng.apps.errors import NotFound, NotReady
from xueheng.apps.roster.queries import org
from xueheng.apps.runs import queries, services
from xueheng.apps.runs.queries import Startable
from xueheng.web.results.forms import RunForm
from xueheng.web.rules import page


@page("runs.start", methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """发起运算: which method first, then its data and parameters."""
    name = request.POST.get("method") or request.GET.get("method", "")
    dataset = request.GET.get("dataset", "")
    offered = [one for one in queries.startable(request.actor) if not dataset or _takes(one, dataset)]
    if not name:
        return render(request, "results/choose_method.html", {"choices": offered, "dataset": dataset})
    start = next((one for one in offered if one.method == name), None)
    if start is None:
        raise Http404
    form = RunForm(
        request.POST or None,
        start=start,
        fields=queries.form_fields(name),
        actor=request.actor,
        initial=_initial(start, dataset),
    )
    if request.method == "POST" and form.is_valid():
        return _asked(request, form)
    return _shown(request, form)


def _asked(request: HttpRequest, form: RunForm) -> HttpResponse:
    said = form.cleaned_data
    try:
        run = services.ask(
            form.start.method,
            title=said["title"],
            org=org(request.actor, "runs.start", said["org"]),
            inputs=form.said("input_"),
            params=form.parameters(),
            is_rehearsal=said["purpose"] != "earnest",
            key=said["key"],
            actor=request.actor,
            now=timezone.now(),
        )
    except (NotReady, NotFound) as error:
        form.refuse(str(error))
        return _shown(request, form)
    return redirect("results:run", run.pk)


def _shown(request: HttpRequest, form: RunForm) -> HttpResponse:
    return render(request, "results/new.html", {"form": form}, status=409 if form.errors else 200)


def _takes(start: Startable, dataset: str) -> bool:
    return any(str(held.pk) == dataset for given in start.inputs for held in given.datasets)


def _initial(start: Startable, dataset: str) -> dict[str, str]:
    """A Dataset to start with goes into the first input that takes it."""
    fits = (g.name for g in start.inputs if any(str(held.pk) == dataset for held in g.datasets))
    either = ((g.name, g.datasets[0]) for g in start.inputs if g.is_one_of and g.datasets)
    name, held = next(either, ("", None))
    chosen = {f"input_{name}": str(held.pk)} if held is not None else {}
    first = next(fits, None)
    return {"purpose": "earnest"} | ({f"input_{first}": dataset} if first else chosen)
