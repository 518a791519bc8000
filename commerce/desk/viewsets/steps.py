"""One step of an order: a page that says what will happen, and the button that does it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from commerce.desk import services
from commerce.desk.domain import Seen
from commerce.desk.enums import RECORD_PAYMENT
from commerce.desk.forms import StepForm
from commerce.desk.selectors import screen
from commerce.desk.selectors.screen import OrderScreen
from commerce.desk.services import OrderMovedOn, Preview
from commerce.desk.viewsets.access import ActsOnOrders
from commerce.desk.viewsets.screen import shown_screen
from commerce.orders.enums import OrderAction
from commerce.orders.services import StaleOrder, TransitionNotAllowed
from commerce.payments.services import PaymentMissing, PaymentNotOpen
from gemkit.admin import staff_actor
from gemkit.errors import DomainError


class OrderStepView(ActsOnOrders, WagtailAdminTemplateMixin, TemplateView):
    """Confirm, pack, ship, deliver, complete, cancel, or record the payment."""

    template_name = "commerce/desk/step.html"
    header_icon = "clipboard-list"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.number, self.step = kwargs["number"], kwargs["step"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = self._screen()
        if not self._is_offered(found):
            messages.error(request, _("This step is not possible now: the order is “{status}”.").format(
                status=found.order.status_text
            ))  # fmt: skip
            return self._back()
        form = self._form(found, initial={"seen": found.seen.text})
        return self.render_to_response(self._context(found, form))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = self._screen()
        form = self._form(found, data=request.POST)
        if form.is_valid() and "preview" not in request.POST:
            try:
                self._do(form)
            except (OrderMovedOn, StaleOrder, PaymentNotOpen):
                return self._moved_on(Seen.from_text(form.cleaned_data["seen"]))
            except TransitionNotAllowed as refusal:
                messages.error(request, refusal.detail)
                return self._back()
            except DomainError as refusal:
                attr = refusal.attr if refusal.attr in form.fields else None
                form.add_error(attr, refusal.detail)
            else:
                messages.success(request, self._done_text(shown_screen(self.number)))
                return self._back()
        if not self._is_offered(found):
            return self._moved_on(Seen.from_text(form.data.get("seen", "")))
        return self.render_to_response(self._context(found, form))

    def _context(self, found: OrderScreen, form: StepForm) -> dict[str, Any]:
        previews, refusal = self._rehearse(form)
        return {
            **self.get_context_data(),
            "screen": found,
            "order": found.order,
            "form": form,
            "step": self.step,
            "step_label": self._label(),
            "is_cancel": self.step == OrderAction.CANCEL,
            "previews": previews,
            "refusal": refusal,
            "is_payment_missing": isinstance(refusal, PaymentMissing) and found.can_record_payment,
        }

    def get_page_title(self) -> str:
        return f"{self._label()}: {self.number}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("desk:index"), "label": pgettext_lazy("menu", "Orders")},
            {"url": reverse("desk:order", args=[self.number]), "label": self.number},
            {"url": "", "label": self._label()},
        ]

    def _screen(self) -> OrderScreen:
        if self.step != RECORD_PAYMENT and self.step not in OrderAction.values:
            raise Http404
        return shown_screen(self.number)

    def _form(self, found: OrderScreen, **kwargs: Any) -> StepForm:
        return StepForm(step=self.step, is_pickup=found.order.delivery.method == "pickup", **kwargs)

    def _is_offered(self, found: OrderScreen) -> bool:
        return found.can_record_payment if self.step == RECORD_PAYMENT else self.step in found.actions

    def _label(self) -> str:
        if self.step == RECORD_PAYMENT:
            return pgettext("order action", "Record payment")
        return str(OrderAction(self.step).label)

    def _do(self, form: StepForm) -> None:
        entered = form.cleaned_data
        act = {
            "number": self.number,
            "seen": Seen.from_text(entered["seen"]),
            "actor": staff_actor(self.request.user),
            "reason": entered["reason"],
        }
        if self.step == RECORD_PAYMENT:
            services.payment_record(**act)
        else:
            services.order_move(action=OrderAction(self.step), waybill=entered.get("waybill", ""), **act)

    def _rehearse(self, form: StepForm) -> tuple[list[Preview], DomainError | None]:
        """Return the letters this step would send, or what would refuse it."""
        if self.step == RECORD_PAYMENT:
            return [], None
        entered = getattr(form, "cleaned_data", {})
        try:
            previews = services.order_rehearse(
                number=self.number,
                action=OrderAction(self.step),
                actor=staff_actor(self.request.user),
                reason=entered.get("reason", ""),
                waybill=entered.get("waybill", ""),
            )
        except DomainError as refusal:
            return [], refusal
        return previews, None

    def _done_text(self, found: OrderScreen) -> str:
        if self.step == RECORD_PAYMENT:
            return _("The payment of order {number} is recorded.").format(number=self.number)
        return _("Order {number} is “{status}” now.").format(
            number=self.number, status=found.order.status_text
        )

    def _moved_on(self, seen: Seen) -> HttpResponseRedirect:
        """Show the order as it is now, and say what happened since the form was opened."""
        found = shown_screen(self.number)
        last = found.last_act
        done = (
            found.order.payment.status == "paid" if self.step == RECORD_PAYMENT else found.is_done(self.step)
        )
        if done and last.actor == staff_actor(self.request.user):
            messages.info(self.request, _("You have done this already; nothing was done twice."))
        else:
            messages.error(
                self.request,
                _("Nothing was done, because the order has changed: you saw “{seen}”, now it is “{now}”. "
                  "Last change: {actor}, {time}.").format(
                    seen=screen.seen_text(seen) or "?",
                    now=screen.seen_text(found.seen),
                    actor=last.actor_text,
                    time=f"{timezone.localtime(last.at):%d.%m.%Y %H:%M}",
                ),
            )  # fmt: skip
        return self._back()

    def _back(self) -> HttpResponseRedirect:
        return redirect("desk:order", number=self.number)
