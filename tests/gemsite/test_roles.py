"""The roles of staff: the table as groups, and what no role may gain by mistake."""

from django.contrib.auth.models import Group

from commerce.customers.models import User
from gemsite.roles import roles, roles_ensure
from tests.admin import views


def test_roles_can_be_made_again_and_leave_other_groups_alone(db):
    own = Group.objects.create(name="Photographers")
    roles_ensure()
    before = {
        group.name: set(group.permissions.values_list("pk", flat=True)) for group in Group.objects.all()
    }
    Group.objects.get(name="Translator").permissions.clear()
    Group.objects.get(name="Shop staff").permissions.set(Group.objects.get(name="Admin").permissions.all())

    roles_ensure()

    after = {group.name: set(group.permissions.values_list("pk", flat=True)) for group in Group.objects.all()}
    assert after == before
    assert set(after) == {*views.ROLES, own.name}


def test_earlier_groups_become_the_new_ones(db):
    Group.objects.all().delete()
    old = Group.objects.create(name="Editors")
    person = User.objects.create_user(email="e@example.com", is_staff=True)
    person.groups.add(old)
    kept = Group.objects.create(name="Moderators")
    person.groups.add(kept)

    roles_ensure()

    assert {group.name for group in person.groups.all()} == {"Editor", "Moderators"}
    assert not Group.objects.filter(name="Editors").exists()


def test_least_rights_grow_from_role_to_role():
    table = roles()
    assert tuple(table) == views.ROLES
    assert table["Manager"].rights < table["Admin"].rights
    for name in ("Editor", "Translator", "Merchandiser", "Shop staff"):
        assert table[name].rights < table["Manager"].rights, name
    assert {name for name, role in table.items() if role.pages} == {"Editor", "Manager", "Admin"}
    assert "pricing.change_variantprice" not in table["Merchandiser"].rights
