"""Pages: English follows Ukrainian, is kept, and never goes live by itself."""

import pytest
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from home.enums import RunJob, TextState
from home.models import NewsPage, TranslationRun
from home.translating import pages, publishing, runs, services, states
from home.translating.domain import Tally
from home.translating.subjects import PageSubject, SourceGone, subject_of

pytestmark = pytest.mark.django_db


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def tally_of(page):
    row = states.state_of(Page(pk=page.pk))
    return Tally(row.total, row.missing, row.stale)


def texts_of(page):
    return {text.place: text for text in PageSubject(Page.objects.get(pk=page.pk)).texts()}


def translate(page, **words):
    subject = PageSubject(Page.objects.get(pk=page.pk))
    keys = {text.place: text.key for text in subject.texts()}
    return services.texts_save(
        subject, values={keys[name]: word for name, word in words.items()}, seen={}, user=None
    )


def change(page, **values):
    page = fresh(page)
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return page


def test_an_english_page_written_by_hand_is_linked_with_its_texts(linked):
    found = texts_of(linked.uk["news"])

    assert found["title"].target == "English news"
    assert found["title"].state == TextState.TRANSLATED
    assert found["lead"].state == TextState.MISSING  # the copy still says it in Ukrainian
    assert fresh(linked.en["news"]).title == "English news"


def test_published_ukrainian_makes_english_stale_at_once(linked):
    change(linked.uk["news"], title="Про нагрів каменів")

    text = texts_of(linked.uk["news"])["title"]
    assert (text.state, text.was, text.target) == (TextState.STALE, "Про нагрів", "English news")
    assert tally_of(linked.uk["news"]).stale == 1
    assert fresh(linked.en["news"]).title == "English news"


def test_a_draft_of_the_source_changes_nothing_yet(linked):
    page = fresh(linked.uk["news"])
    page.title = "Чернетка"
    page.save_revision()

    assert tally_of(linked.uk["news"]).stale == 0


def test_still_right_and_translated_anew(linked):
    change(linked.uk["news"], title="Про нагрів каменів", lead="Чому це добре")
    subject = PageSubject(Page.objects.get(pk=linked.uk["news"].pk))
    keys = {text.place: text.key for text in subject.texts()}

    services.texts_save(
        subject, values={keys["lead"]: "Why it is fine"}, seen={}, keep=[keys["title"]], user=None
    )

    assert tally_of(linked.uk["news"]).missing == 0
    assert tally_of(linked.uk["news"]).stale == 0
    assert states.state_of(Page(pk=linked.uk["news"].pk)).is_waiting


def test_untranslated_english_is_not_published(linked, owner):
    change(linked.uk["news"], title="Зовсім нова назва статті")

    with pytest.raises(pages.NotComplete):
        publishing.english_publish(fresh(linked.uk["news"]), user=owner)

    assert fresh(linked.en["news"]).title == "English news"


def test_translated_english_is_published(linked, owner, django_capture_on_commit_callbacks):
    change(linked.uk["news"], title="Про нагрів каменів")
    translate(linked.uk["news"], title="On heating stones", lead="Why it is fine")

    with django_capture_on_commit_callbacks(execute=True):
        publishing.english_publish(fresh(linked.uk["news"]), user=owner)

    english = fresh(linked.en["news"])
    assert (english.title, english.lead, english.live) == ("On heating stones", "Why it is fine", True)
    assert not states.state_of(Page(pk=linked.uk["news"].pk)).is_waiting


def test_a_new_page_starts_as_a_draft_that_nobody_sees(client, linked):
    page = linked.uk["journal"].add_child(instance=NewsPage(title="Новина", slug="novyna", lead="Про неї"))
    assert tally_of(page) == Tally(total=3, missing=3)

    translation, is_new = pages.translation_start(fresh(page))

    english = pages.english_page(page)
    assert (is_new, english.live) == (True, False)
    assert translation.enabled
    assert pages.translation_start(fresh(page))[1] is False
    assert client.get("/en/zhurnal/novyna/").status_code == 404


def test_a_page_below_an_untranslated_one_is_refused(linked):
    parent = linked.uk["home"].add_child(instance=type(linked.uk["journal"])(title="Архів", slug="arkhiv"))
    page = parent.add_child(instance=NewsPage(title="Стара", slug="stara", lead="Давно"))

    with pytest.raises(pages.ParentNotTranslated):
        pages.translation_start(fresh(page))


def test_half_filled_blocks_can_be_submitted(linked):
    page = linked.uk["journal"].add_child(instance=NewsPage(title="Новина", slug="novyna", lead="Про неї"))
    page.body = page.body.stream_block.to_python(
        [{"type": "call_to_action", "value": {"title": "Заклик", "link": {"path": "/stones/"}}, "id": None}]
    )
    page.save_revision().publish()

    translation, _is_new = pages.translation_start(fresh(page))

    assert "Заклик" in {segment.string.data for segment in pages.PageTexts(translation).segments}


def test_a_broken_translation_is_refused_and_the_others_are_saved(linked):
    outcome = translate(
        linked.uk["news"], lead='Why <a id="a9">it</a>', title="On heating", slug="Not An Address"
    )

    assert set(outcome.errors) == {
        text.key for name, text in texts_of(linked.uk["news"]).items() if name in {"lead", "slug"}
    }
    assert texts_of(linked.uk["news"])["title"].target == "On heating"


def test_a_gone_source_is_told_and_english_stays(linked):
    english = linked.en["news"]
    fresh(linked.uk["news"]).delete()

    with pytest.raises(SourceGone):
        subject_of("page", english.pk)

    assert fresh(english).title == "English news"
    assert [page.pk for page in pages.orphans()] == [english.pk]
    assert states.state_of(Page(pk=linked.uk["news"].pk)) is None


def test_without_its_english_page_everything_is_missing(linked):
    fresh(linked.en["news"]).delete()

    state = states.state_of(Page(pk=linked.uk["news"].pk))
    assert state.missing == state.total == 3
    assert not Translation.objects.filter(source__object_id=linked.uk["news"].translation_key).exists()


def test_the_editor_of_wagtail_localize_keeps_the_board_true(linked):
    text = StringTranslation.objects.get(context__path="title", data="English news")
    text.delete()

    assert tally_of(linked.uk["news"]).missing == 3 - 1  # the address was never translated


def test_update_runs_once_and_goes_on_where_it_stopped(tree, owner):
    run = runs.run_start(job=RunJob.UPDATE, user=owner)
    assert runs.run_start(job=RunJob.UPDATE, user=owner).pk == run.pk

    TranslationRun.objects.filter(pk=run.pk).update(done=2)
    runs.run_do(run.pk)
    runs.run_do(run.pk)

    run.refresh_from_db()
    assert (run.state, run.done, run.notes) == ("done", run.total, [])
    assert pages.translation_of(tree.uk["home"]) is None  # steps before the third count as done
    assert pages.translation_of(tree.uk["news"]) is not None
    again = runs.run_start(job=RunJob.UPDATE, user=owner)
    runs.run_do(again.pk)
    again.refresh_from_db()
    assert again.pk != run.pk
    assert pages.translation_of(tree.uk["home"]) is not None


def test_publishing_takes_only_what_is_whole(linked, owner, django_capture_on_commit_callbacks):
    translate(linked.uk["content"], title="Delivery", lead="How we send")
    change(linked.uk["news"], title="Зовсім нова назва статті")

    with django_capture_on_commit_callbacks(execute=True):
        run = runs.run_start(job=RunJob.PUBLISH, user=owner)
        runs.run_do(run.pk)

    titles = [fresh(linked.en[name]).title for name in ("content", "news")]
    open_texts = {name: text.state for name, text in texts_of(linked.uk["content"]).items()}
    expected = "Delivery" if set(open_texts.values()) == {TextState.TRANSLATED} else "English content"
    assert titles == [expected, "English news"]


def test_submitting_a_branch_names_what_cannot_be_done(linked, owner):
    below = linked.uk["journal"].add_child(instance=NewsPage(title="Нова", slug="nova", lead="Тут"))

    run = runs.run_start(job=RunJob.START, page=Page.objects.get(pk=linked.uk["journal"].pk), user=owner)
    runs.run_do(run.pk)

    run.refresh_from_db()
    assert (run.total, run.changed) == (3, 1)
    assert not pages.english_page(below).live
